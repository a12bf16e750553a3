import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import type { Reason } from '../../../core/imports/convert-cell.ts'
import { fieldLabel, wordOf } from '../../words.ts'

/** Why a row did not go in, in the reader's words: the field, then what is wrong with it. */
export function reasonText(lang: 'th' | 'en', entity: EntityDef, reason: Reason): string {
  const field = reason.field ? findField(entity, reason.field) : undefined
  const text =
    ['import_reason', 'field_error', 'error']
      .map((kind) => `${kind}.${reason.code}`)
      .map((key) => ({ key, text: wordOf(lang, key, reason.params) }))
      .find((word) => word.text !== word.key)?.text ?? reason.code
  return field ? `${fieldLabel(lang, entity.key, field)}: ${text}` : text
}
