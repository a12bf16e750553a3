import { lazy } from 'react'
import type { RecordExtras } from '../records/record-extras.tsx'

/** What features add to the pages of their entities; each part is fetched when such a page is first opened. */
export const recordExtras: RecordExtras = {
  customer: {
    Strip: lazy(() => import('../features/customers/card-before-call.tsx').then((file) => ({ default: file.CardBeforeCall }))),
    Related: lazy(() => import('../features/customers/customer-related.tsx').then((file) => ({ default: file.CustomerRelated }))),
    Preview: lazy(() => import('../features/customers/customer-preview.tsx').then((file) => ({ default: file.CustomerPreview }))),
  },
  activity: {
    Actions: lazy(() => import('../features/activities/task-verbs.tsx').then((file) => ({ default: file.TaskVerbs }))),
  },
  deal: { Actions: lazy(() => import('../features/deals/deal-verbs.tsx').then((file) => ({ default: file.DealVerbs }))) },
  lead: { Actions: lazy(() => import('../features/leads/convert-action.tsx').then((file) => ({ default: file.ConvertAction }))) },
}
