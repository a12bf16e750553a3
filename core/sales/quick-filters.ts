import { type Filter, ME } from '../query/filter.ts'
import { OPEN_DEALS, UNTOUCHED_LEADS } from './attention.ts'

/** A filter that people want a dozen times a day, one press away; its words stand under `quick.<key>`. */
export type QuickFilter = { key: QuickKey; filter: Filter }
type QuickKey =
  | 'mine'
  | 'new_this_month'
  | 'no_next_step'
  | 'quiet'
  | 'open'
  | 'closing_this_month'
  | 'past_close'
  | 'untouched'
  | 'undone'
  | 'today'
  | 'overdue'

const mine: QuickFilter = { key: 'mine', filter: { field: 'owner', op: 'anyOf', value: [ME] } }
const newThisMonth: QuickFilter = { key: 'new_this_month', filter: { field: 'createdAt', op: 'within', value: 'thisMonth' } }
const undone: Filter = { field: 'doneAt', op: 'empty' }

/** The quick filters of each entity's list, in the order in which they stand. */
export const QUICK_FILTERS: Readonly<Record<string, readonly QuickFilter[]>> = {
  customer: [
    mine,
    newThisMonth,
    { key: 'no_next_step', filter: { field: 'nextStepAt', op: 'empty' } },
    { key: 'quiet', filter: { field: 'lastContactAt', op: 'within', value: 'olderThan30' } },
  ],
  contact: [mine, newThisMonth],
  lead: [mine, newThisMonth, { key: 'untouched', filter: UNTOUCHED_LEADS }],
  deal: [
    mine,
    { key: 'open', filter: OPEN_DEALS },
    { key: 'closing_this_month', filter: { field: 'expectedClose', op: 'within', value: 'thisMonth' } },
    { key: 'no_next_step', filter: { all: [OPEN_DEALS, { field: 'nextStepAt', op: 'empty' }] } },
    { key: 'past_close', filter: { all: [OPEN_DEALS, { field: 'expectedClose', op: 'within', value: 'overdue' }] } },
  ],
  activity: [
    mine,
    { key: 'undone', filter: undone },
    { key: 'today', filter: { field: 'dueAt', op: 'within', value: 'today' } },
    { key: 'overdue', filter: { all: [undone, { field: 'dueAt', op: 'within', value: 'overdue' }] } },
  ],
}
