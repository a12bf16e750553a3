import { AppError, type ErrorParams, type FieldProblem } from '../../core/errors.ts'
import { HostUnreachable } from './api.ts'
import type { Words } from './words.ts'

/** What the user is told about a failure: one sentence that says what to do, and a reference to pass on where there is one. */
export type ProblemWords = { text: string; reference?: string }

/** Puts a failure into words. Anything that is not a refusal of ours is told as an unexpected error. */
export function problemWords(words: Words, error: unknown): ProblemWords {
  if (error instanceof HostUnreachable) return { text: words.t(`error.${error.code}`) }
  if (!(error instanceof AppError)) return { text: words.t('error.server.unexpected', { reference: '–' }) }
  const reference = typeof error.params.reference === 'string' && error.params.reference ? error.params.reference : undefined
  const text =
    words.find(`error.${error.code}`, paramsInWords(words, error.params)) ??
    words.t('error.server.unexpected', { reference: reference ?? '–' })
  return { text, ...(reference && { reference }) }
}

/** Parameters that name an entity, or the fields a deal’s stage asks for, are put into words; the rest stay as they are. */
function paramsInWords(words: Words, params: ErrorParams): ErrorParams {
  const entity = typeof params.entity === 'string' ? words.find(`${params.entity}.one`) : undefined
  const fields =
    typeof params.fields === 'string'
      ? params.fields
          .split(', ')
          .map((key) => words.find(`deal.${key}`) ?? key)
          .join(', ')
      : undefined
  return { ...params, ...(entity && { entity }), ...(fields && { fields }) }
}

/** What is wrong with one field, in words. */
export function fieldProblemWords(words: Words, problem: FieldProblem): string {
  const said = words.find(`field_error.${problem.code}`, problem.params) ?? words.t('field_error.invalid')
  return problem.item === undefined ? said : words.t('field.item_problem', { item: problem.item + 1, text: said })
}

/** The problems of a refused record, by field. */
export function problemsByField(words: Words, error: unknown): Record<string, string> {
  if (!(error instanceof AppError)) return {}
  return Object.fromEntries(error.problems.map((problem) => [problem.field, fieldProblemWords(words, problem)]))
}
