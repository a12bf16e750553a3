import type { ColumnMapping, ImportColumn } from '../../../core/contract/imports.ts'
import type { FieldInfo } from '../../../core/contract/office.ts'
import { FIXED_LISTS } from '../../../core/imports/convert-cell.ts'
import { fold } from '../../../core/thai/text.ts'
import type { OfficeInfo } from '../../lib/session.tsx'
import { decisionOf } from './definition.ts'

/** Our entry that bears the word, by either label or key, spelling aside. */
export function matchingChoice(office: OfficeInfo, list: string, word: string): string | undefined {
  const wanted = fold(word)
  const { session, pipelines } = office
  const same = (...texts: string[]) => texts.some((text) => fold(text) === wanted)
  if (list === 'stage') {
    const stages = pipelines.filter((pipeline) => !pipeline.archived).flatMap((pipeline) => pipeline.stages)
    return stages.find((stage) => !stage.archived && same(stage.nameTh, stage.nameEn))?.id
  }
  if (list === 'pipeline') return pipelines.find((pipeline) => same(pipeline.nameTh, pipeline.nameEn))?.id
  return session.choices.find(
    (choice) => choice.list === list && !choice.archived && same(choice.labelTh, choice.labelEn, choice.key),
  )?.key
}

/** The person whom a name of the file means. */
export function matchingUser(office: OfficeInfo, word: string): string | undefined {
  const wanted = fold(word)
  return office.users.find((user) => fold(user.name) === wanted || (user.nick !== '' && fold(user.nick) === wanted))?.id
}

/** Words of a column that are none of ours and for which nothing was decided: of a fixed list, or of an owner column. */
export function undecided(office: OfficeInfo, column: ImportColumn, mapping: ColumnMapping, field: FieldInfo): string[] {
  const open = column.distinct.map((entry) => entry.value).filter((word) => decisionOf(mapping, word) === undefined)
  if (field.kind === 'user') return open.filter((word) => !matchingUser(office, word))
  const list = field.list ?? ''
  return field.kind === 'choice' && FIXED_LISTS.has(list) ? open.filter((word) => !matchingChoice(office, list, word)) : []
}

/** Words whose meaning was guessed and not yet changed by anybody. */
export function guessedWords(column: ImportColumn, mapping: ColumnMapping): string[] {
  if (column.guess === 'memory') return []
  return column.distinct
    .map((entry) => entry.value)
    .filter((word) => {
      const guess = decisionOf(column.mapping, word)
      return typeof guess === 'string' && guess === decisionOf(mapping, word)
    })
}
