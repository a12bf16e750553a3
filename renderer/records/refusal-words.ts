import type { Refusal } from '../../core/contract/bulk.ts'
import { AppError, type ErrorCode } from '../../core/errors.ts'
import { fieldProblemWords, problemWords } from '../lib/problem.ts'
import type { OfficeInfo } from '../lib/session.tsx'
import type { Words } from '../lib/words.ts'

/** Why a record or a cell was left as it is, in words. `named`: the fields' names stand beside it anyway. */
export function refusalWords(words: Words, office: OfficeInfo, entity: string, reason: Refusal, named = false): string {
  if (reason.problems?.length)
    return reason.problems
      .map((problem) => {
        const said = fieldProblemWords(words, problem)
        return named ? said : `${office.fieldLabel(entity, problem.field)}: ${said}`
      })
      .join(' · ')
  const own = ['refusal', 'import_reason', 'field_error']
    .map((kind) => words.find(`${kind}.${reason.code}`, reason.params ?? {}))
    .find((said) => said !== undefined)
  return own ?? problemWords(words, new AppError(reason.code as ErrorCode, reason.params ?? {})).text
}
