import type { FieldInfo } from '../../../core/contract/office.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { allOf } from '../../../core/query/filter.ts'
import type { GroupKey } from '../../../core/query/groups.ts'
import { keyText } from '../../../core/reports/key-text.ts'
import {
  type DateStep,
  groupFilter,
  isDated,
  joinTallies,
  keySpan,
  measured,
  type ReportGroup,
  type ReportQuestion,
  type Tally,
} from '../../../core/reports/report.ts'
import { monthsLater } from '../../../core/sales/attention.ts'
import type { CallReply } from '../../lib/api.ts'
import type { OfficeInfo } from '../../lib/session.tsx'
import type { Words } from '../../lib/words.ts'

type Answer = CallReply<'runReport'>
/** One group as it is shown: its name, and the condition that holds for its records; several small ones together have no key. */
export type Heading = { id: string; key: GroupKey | undefined; label: string; filter: Filter | undefined; tally: Tally }
export type ReportRow = Heading & { cells: (Tally | undefined)[] }
export type ReportTable = { rows: ReportRow[]; columns: Heading[]; total: Tally }

/** More than these are put together as others: nobody reads on. */
const MOST_ROWS = 40
const MOST_COLUMNS = 8
const MOST_DATES = 400

/** The field that a path names, of the entity or of the one pointed at. */
export function fieldAt(office: OfficeInfo, entity: string, path: string): FieldInfo | undefined {
  const [head = '', tail] = path.split('.')
  const field = office.field(entity, head)
  return tail === undefined || !field?.to ? field : office.field(field.to, tail)
}

/** Lays an answer out as a table: rows and columns in an order that people expect, small groups put together. */
export function tableOf(words: Words, office: OfficeInfo, question: ReportQuestion, answer: Answer): ReportTable {
  const headings = question.groups.map((group, at) => {
    const byKey = Map.groupBy(answer.cells, (cell) => cell.keys[at] ?? null)
    const field = fieldAt(office, question.entity, group.field) ?? { key: '', kind: 'text' as const }
    const all = [...byKey].map(
      ([key, cells]): Heading => ({
        id: String(key),
        key,
        label: labelOf(words, office, field, key, answer.titles),
        filter: groupFilter(group, field, key),
        tally: joinTallies(cells),
      }),
    )
    const most = isDated(field) ? MOST_DATES : at === 0 ? MOST_ROWS : MOST_COLUMNS
    return cut(words, group, inOrder(words, office, question, group, field, all), most)
  })
  const [rows = [], counted = []] = headings
  const { totals } = answer
  // A record that stands in several rows counts once in what is below them.
  const columns = totals
    ? counted.map((head) => ({
        ...head,
        tally: joinTallies(totals.filter((cell) => stands(head, counted, cell.keys[0] ?? null))),
      }))
    : counted
  const place = (heads: Heading[]) => {
    const known = new Map(heads.map((head, at) => [head.key, at]))
    const others = heads.findIndex((head) => head.key === undefined)
    return (key: GroupKey) => known.get(key) ?? others
  }
  const [rowOf, columnOf] = [place(rows), place(columns)]
  const parts = Map.groupBy(answer.cells, (cell) => `${rowOf(cell.keys[0] ?? null)} ${columnOf(cell.keys[1] ?? null)}`)
  const cellAt = (row: number, column: number) => {
    const found = parts.get(`${row} ${column}`)
    return found && joinTallies(found)
  }
  return {
    rows: rows.map((row, at) => ({ ...row, cells: columns.map((_, column) => cellAt(at, column)) })),
    columns,
    total: joinTallies(totals ?? answer.cells),
  }
}

/** Whether a key is a heading's, or one of those that the last heading puts together. */
const stands = (head: Heading, all: readonly Heading[], key: GroupKey): boolean =>
  head.key === undefined ? !all.some((other) => other.key === key) : head.key === key

function labelOf(words: Words, office: OfficeInfo, field: FieldInfo, key: GroupKey, titles: Record<string, string>): string {
  const { t, lang } = words
  return keyText(key, field, {
    lang,
    choice: office.choiceLabel,
    user: office.userLabel,
    title: (id) => titles[id],
    yes: t('value.yes'),
    no: t('value.no'),
    none: t('report.none'),
    unseen: t('report.unseen'),
    quarter: (number, year) => t('report.quarter', { number, year }),
  })
}

/** Lists whose order says something: a way that things go, or better and worse. */
const ORDERED = new Set(['stage', 'pipeline', 'grade', 'lifecycle', 'dealStatus', 'leadStatus'])

/** Dates by time with the empty ones between, ordered choices as their list has them, everything else by size; what has no value comes last. */
function inOrder(
  words: Words,
  office: OfficeInfo,
  question: ReportQuestion,
  group: ReportGroup,
  field: FieldInfo,
  all: Heading[],
): Heading[] {
  const present = all.filter((head) => head.key !== null)
  const empty = all.filter((head) => head.key === null)
  if (isDated(field)) {
    const sorted = present.sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1))
    return [...withGaps(words, office, group, field, sorted), ...empty]
  }
  const options =
    field.kind === 'choice'
      ? office.options(
          field.list ?? '',
          present.map((head) => String(head.key)),
        )
      : []
  const listed = new Map(options.map((option, at) => [option.value, at]))
  const size = (head: Heading) => measured(question.measure.kind, head.tally) ?? 0
  const rank = (head: Heading) => (ORDERED.has(field.list ?? '') ? (listed.get(String(head.key)) ?? options.length) : 0)
  return [...present.sort((a, b) => rank(a) - rank(b) || size(b) - size(a)), ...empty]
}

const STEP_MONTHS: Partial<Record<DateStep, number>> = { month: 1, quarter: 3, year: 12 }

/** Months, quarters and years in which nothing happened stand between the others, so that a line does not lie. */
function withGaps(words: Words, office: OfficeInfo, group: ReportGroup, field: FieldInfo, sorted: Heading[]): Heading[] {
  const by = group.by ?? 'month'
  const step = STEP_MONTHS[by]
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!step || !first || !last) return sorted
  const known = new Map(sorted.map((head) => [head.key, head]))
  const keys: string[] = []
  for (let month = keySpan(String(first.key)).from.slice(0, 7); keys.length < MOST_DATES; month = monthsLater(month, step)) {
    const key =
      by === 'month'
        ? month
        : by === 'year'
          ? month.slice(0, 4)
          : `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`
    if (key > String(last.key)) break
    keys.push(key)
  }
  const empty = joinTallies([])
  return keys.map(
    (key) =>
      known.get(key) ?? {
        id: key,
        key,
        label: labelOf(words, office, field, key, {}),
        filter: groupFilter(group, field, key),
        tally: empty,
      },
  )
}

/** Puts the smallest groups together as others, which open all records that are in none of those shown. */
function cut(words: Words, group: ReportGroup, heads: Heading[], most: number): Heading[] {
  if (heads.length <= most) return heads
  const shown = heads.slice(0, most - 1)
  const rest = heads.slice(most - 1)
  const keys = shown.flatMap((head) => (head.key === null || head.key === undefined ? [] : [head.key]))
  const filter = allOf(
    { not: { field: group.field, op: 'anyOf', value: keys } },
    rest.some((head) => head.key === null) ? undefined : { field: group.field, op: 'notEmpty' },
  )
  const others: Heading = {
    id: 'others',
    key: undefined,
    label: words.t('report.others', { count: rest.length }),
    filter,
    tally: joinTallies(rest.map((head) => head.tally)),
  }
  return [...shown, others]
}
