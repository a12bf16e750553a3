import { Select } from '@mantine/core'
import { DATE_STEPS, type DateStep, MEASURES, type ReportDefinition, type ReportGroup } from '../../../core/reports/report.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { FilterBar } from '../../records/filter-bar.tsx'
import { chartsFor, firstDefinition, groupChoices, isDatedPath, measureChoices } from './builder-choices.ts'

type Props = { definition: ReportDefinition; onChange: (definition: ReportDefinition) => void }

/** The parts of a report's question, top to bottom as one would say it. */
export function BuilderForm({ definition, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const { entity, groups, measure, chart } = definition
  const [first, second] = groups
  /** A form that no longer fits the groups becomes bars. */
  const put = (part: Partial<ReportDefinition>) => {
    const next = { ...definition, ...part }
    onChange(chartsFor(office, next).includes(next.chart) ? next : { ...next, chart: 'bar' })
  }
  const measures = measureChoices(office, entity)
  const measureKinds = MEASURES.filter((kind) => kind === 'count' || measures.length > 0)
  return (
    <>
      <Select
        label={t('report.of')}
        data={office.entities
          .filter((info) => info.grant.view !== 'none')
          .map((info) => ({ value: info.key, label: office.entityLabel(info.key) }))}
        value={entity}
        allowDeselect={false}
        onChange={(key) => key && key !== entity && onChange(firstDefinition(office, key))}
      />
      <div className="sp-builder-filter">
        <span className="sp-builder-label">{t('report.filter')}</span>
        <FilterBar
          entity={entity}
          filter={definition.filter}
          onChange={(filter) => {
            const { filter: _, ...rest } = definition
            onChange(filter ? { ...rest, filter } : rest)
          }}
        />
      </div>
      {first && (
        <GroupChoice
          label={t('report.group')}
          entity={entity}
          group={first}
          onChange={(group) => group && put({ groups: second ? [group, second] : [group] })}
        />
      )}
      {first && (
        <GroupChoice
          label={t('report.then')}
          entity={entity}
          group={second}
          none={t('report.no_second')}
          onChange={(group) => put({ groups: group ? [first, group] : [first] })}
        />
      )}
      <Select
        label={t('report.measure')}
        data={measureKinds.map((kind) => ({ value: kind, label: t(`report.measure.${kind}`) }))}
        value={measure.kind}
        allowDeselect={false}
        onChange={(value) => {
          const kind = MEASURES.find((known) => known === value) ?? 'count'
          const field = measure.field ?? measures[0]?.value
          put({ measure: kind === 'count' || !field ? { kind: 'count' } : { kind, field } })
        }}
      />
      {measure.kind !== 'count' && (
        <Select
          label={t('report.measure_field')}
          data={measures}
          value={measure.field ?? null}
          allowDeselect={false}
          onChange={(field) => field && put({ measure: { ...measure, field } })}
        />
      )}
      <Select
        label={t('report.show')}
        data={chartsFor(office, definition).map((kind) => ({ value: kind, label: t(`report.chart.${kind}`) }))}
        value={chart}
        allowDeselect={false}
        onChange={(value) => {
          const kind = chartsFor(office, definition).find((known) => known === value)
          if (kind) put({ chart: kind })
        }}
      />
    </>
  )
}

type GroupProps = {
  label: string
  entity: string
  group: ReportGroup | undefined
  none?: string
  onChange: (group: ReportGroup | undefined) => void
}

/** One group: a field, and for a date how finely. */
function GroupChoice({ label, entity, group, none, onChange }: GroupProps) {
  const { t } = useWords()
  const office = useOffice()
  const dated = group !== undefined && isDatedPath(office, entity, group.field)
  const choose = (field: string | null) =>
    onChange(field ? { field, ...(isDatedPath(office, entity, field) && { by: 'month' as DateStep }) } : undefined)
  return (
    <div className="sp-builder-group">
      <Select
        label={label}
        data={[...(none ? [{ value: '', label: none }] : []), ...groupChoices(office, entity, none === undefined)]}
        value={group?.field ?? ''}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t('field.nothing_found')}
        onChange={choose}
      />
      {dated && (
        <Select
          label={t('report.by')}
          data={DATE_STEPS.map((step) => ({ value: step, label: t(`report.by.${step}`) }))}
          value={group.by ?? 'month'}
          allowDeselect={false}
          onChange={(by) => by && onChange({ field: group.field, by: by as DateStep })}
        />
      )}
    </div>
  )
}
