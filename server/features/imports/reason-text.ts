import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import type { Reason } from '../../../core/imports/convert-cell.ts'
import type { Context } from '../../records/context.ts'
import { fieldLabel, officeWord } from '../../words.ts'

/** Why a row did not go in, in the reader's words: the field, then what is wrong with it. */
export function reasonText(ctx: Pick<Context, 'lang' | 'catalog'>, entity: EntityDef, reason: Reason): string {
  const field = reason.field ? findField(entity, reason.field) : undefined
  const text =
    ['import_reason', 'field_error', 'error']
      .map((kind) => `${kind}.${reason.code}`)
      .map((key) => ({ key, text: officeWord(ctx, key, reason.params) }))
      .find((word) => word.text !== word.key)?.text ?? reason.code
  return field ? `${fieldLabel(ctx, entity.key, field)}: ${text}` : text
}
