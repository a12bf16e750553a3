import type { PlannedRow, RowReason } from '../../../core/contract/imports.ts'
import type { OfficeInfo } from '../../lib/session.tsx'
import type { Words } from '../../lib/words.ts'

/** Codes that speak of the whole row, not of one field. */
const OF_ROW = new Set(['same_as_row', 'already_there', 'same', 'looks_like'])

/** A reason in words, with the field it speaks of: `โทรศัพท์: เบอร์ “08100099” หลักไม่ครบ`. */
export function reasonWords(office: OfficeInfo, words: Words, entity: string, reason: RowReason): string {
  const text =
    ['import_reason', 'field_error', 'error']
      .map((kind) => words.find(`${kind}.${reason.code}`, reason.params))
      .find((found) => found !== undefined) ?? words.t('field_error.invalid')
  return reason.field && !OF_ROW.has(reason.code) ? `${office.fieldLabel(entity, reason.field)}: ${text}` : text
}

/** What happens to the fields of a row that is already there. */
export function fieldsWords(
  office: OfficeInfo,
  words: Words,
  entity: string,
  row: PlannedRow,
  overwrites: boolean,
): string | undefined {
  const fields = [...new Set(row.fields ?? [])].map((key) => office.fieldLabel(entity, key)).join(words.t('list.separator'))
  if (!fields) return undefined
  return overwrites ? words.t('import.overwrites', { fields }) : words.t('import.fills', { fields })
}
