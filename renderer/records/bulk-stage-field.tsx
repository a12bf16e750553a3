import { Select } from '@mantine/core'
import type { Pipeline } from '../../core/contract/office.ts'
import { ChoiceField } from '../components/choice-field.tsx'
import { useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { BulkRequest } from './bulk.tsx'

type Props = {
  target: BulkRequest['target']
  /** What was chosen so far: a stage, or a pipeline with the stage in it. */
  values: Record<string, unknown>
  onChange: (values: Record<string, unknown>) => void
}

/** A stage for many deals: those of the pipelines in which the deals are, under the pipeline's name where there are several. */
export function BulkStageField({ target, values, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const body = { by: 'pipeline', ...target }
  const seesPipeline = office.field('deal', 'pipeline') !== undefined
  const { data } = useRead('groupRecords', { params: { entity: 'deal' }, body }, { enabled: seesPipeline })
  const held = data && new Set(data.groups.map((group) => group.key))
  const stages = office.options('stage')
  const groups = office
    .options('pipeline')
    .filter((pipeline) => !held || held.has(pipeline.value))
    .map((pipeline) => ({ group: pipeline.label, items: within(office.pipeline(pipeline.value), stages) }))
  return (
    <Select
      // Drawn anew once it is known what is offered, so that it takes the focus then.
      key={held ? 'known' : 'asked'}
      label={office.fieldLabel('deal', 'stage')}
      data={groups.length > 1 ? groups : (groups[0]?.items ?? [])}
      disabled={seesPipeline && !data}
      value={(values.stage as string | undefined) ?? null}
      onChange={(stage) => onChange({ stage: stage ?? undefined })}
      description={groups.length > 1 ? t('bulk.stage_hint') : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      searchable
      autoFocus
      nothingFoundMessage={t('field.nothing_found')}
    />
  )
}

/** A pipeline for many deals takes a stage in it, too: its first one, unless another is chosen. */
export function BulkPipelineField({ values, onChange }: Omit<Props, 'target'>) {
  const office = useOffice()
  const stages = office.options('stage')
  const pipeline = office.pipeline(String(values.pipeline ?? ''))
  return (
    <>
      <ChoiceField
        label={office.fieldLabel('deal', 'pipeline')}
        options={office.options('pipeline')}
        value={pipeline?.id}
        onChange={(id) => onChange({ pipeline: id, stage: within(office.pipeline(id ?? ''), stages)[0]?.value })}
        autoFocus
      />
      {pipeline && (
        <ChoiceField
          label={office.fieldLabel('deal', 'stage')}
          options={within(pipeline, stages)}
          value={values.stage as string | undefined}
          onChange={(stage) => onChange({ pipeline: pipeline.id, stage })}
          required
        />
      )}
    </>
  )
}

const within = <T extends { value: string }>(pipeline: Pipeline | undefined, stages: readonly T[]): T[] =>
  stages.filter((stage) => pipeline?.stages.some(({ id }) => id === stage.value))
