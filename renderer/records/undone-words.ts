import type { CallReply } from '../lib/api.ts'
import type { OfficeInfo } from '../lib/session.tsx'
import type { Words } from '../lib/words.ts'

type Kept = CallReply<'undoBatch'>['kept']
const MOST_NAMED = 3

/** What an undo did, in words; what somebody edited afterwards and was therefore kept is listed by record and field. */
export function undoneWords({ t }: Words, office: OfficeInfo, kept: Kept): string {
  if (kept.length === 0) return t('toast.undone')
  if (kept.length > MOST_NAMED) return t('toast.undone_kept', { count: kept.length })
  const what = kept.map(
    ({ entity, title, fields }) =>
      `${title} (${fields.map((field) => office.fieldLabel(entity, field)).join(t('list.separator'))})`,
  )
  return t('toast.undone_but', { what: what.join(' · ') })
}
