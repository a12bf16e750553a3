import type { FieldInfo } from '../../../core/contract/office.ts'
import { isGroupable } from '../../../core/query/groups.ts'
import { isDated, isSeveral, mayMeasure, type ReportDefinition } from '../../../core/reports/report.ts'
import type { OfficeInfo } from '../../lib/session.tsx'
import { fieldAt } from './report-data.ts'
import { groupLabel } from './report-grid.tsx'

type Choice = { value: string; label: string }

const living = (field: FieldInfo): boolean => !field.custom?.archived

/** What records of an entity can be grouped by: its own fields, then those of what it points at. Of those with several values only the first group. */
export function groupChoices(office: OfficeInfo, entity: string, first: boolean): Choice[] {
  const fields = (office.entity(entity)?.fields ?? []).filter(living)
  const own = fields.filter((field) => isGroupable(field) || (first && isSeveral(field))).map((field) => field.key)
  const away = fields
    .filter((field) => field.kind === 'reference' && field.to && field.to !== entity)
    .flatMap((field) =>
      (office.entity(field.to ?? '')?.fields ?? [])
        .filter((inner) => living(inner) && inner.kind === 'choice')
        .map((inner) => `${field.key}.${inner.key}`),
    )
  return [...own, ...away].map((path) => ({ value: path, label: groupLabel(office, entity, path) }))
}

/** What can be added up. */
export const measureChoices = (office: OfficeInfo, entity: string): Choice[] =>
  (office.entity(entity)?.fields ?? [])
    .filter((field) => living(field) && mayMeasure(field))
    .map((field) => ({ value: field.key, label: office.fieldLabel(entity, field.key) }))

/** True where the group is a date, which is put together by a step. */
export const isDatedPath = (office: OfficeInfo, entity: string, path: string): boolean => {
  const field = fieldAt(office, entity, path)
  return field !== undefined && isDated(field)
}

/** The forms in which a report can be drawn: years need months of one date, lines something that goes on in time. */
export function chartsFor(office: OfficeInfo, definition: ReportDefinition): ReportDefinition['chart'][] {
  const [first, second] = definition.groups
  const dated = first !== undefined && isDatedPath(office, definition.entity, first.field)
  const monthly = dated && (first.by ?? 'month') === 'month' && second === undefined
  return ['table', 'bar', ...(dated ? (['line'] as const) : []), ...(monthly ? (['years'] as const) : [])]
}

/** What a new report begins with: the entity by its first choice, counted. */
export function firstDefinition(office: OfficeInfo, entity: string): ReportDefinition {
  const choices = groupChoices(office, entity, true)
  const group = choices.find(({ value }) => ['stage', 'status', 'type', 'grade'].includes(value)) ?? choices[0]
  return { entity, groups: [{ field: group?.value ?? 'createdAt' }], measure: { kind: 'count' }, chart: 'bar' }
}
