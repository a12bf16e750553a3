import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Pipeline } from '../../../core/contract/office.ts'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDraft } from '../../lib/drafts.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { colourOf } from './colour-choice.tsx'
import { SaveLine } from './save-line.tsx'
import { SectionHead } from './section-head.tsx'
import type { SettingsUrl } from './settings-screen.tsx'
import { type StageDraft, StageTable } from './stage-table.tsx'

type Draft = { id?: string | undefined; nameTh: string; nameEn: string; stages: StageDraft[] }
const NEW = 'new'

const draftOf = (pipeline: Pipeline): Draft => ({
  id: pipeline.id,
  nameTh: pipeline.nameTh,
  nameEn: pipeline.nameEn,
  stages: pipeline.stages
    .filter((stage) => !stage.archived)
    .map(({ id, nameTh, nameEn, kind, probability, staleDays, maxDeals, colour, required }) => ({
      key: id,
      id,
      nameTh,
      nameEn,
      kind,
      probability,
      staleDays,
      maxDeals,
      colour: colourOf(colour),
      required,
    })),
})

/** Pipelines with their stages: names, order, chance, when a deal counts as stuck, and what a stage asks for. */
export function PipelineSettings() {
  const { t, lang } = useWords()
  const office = useOffice()
  const [{ of }, change] = useUrlState<SettingsUrl>()
  const [archivedShown, setArchivedShown] = useState(false)
  const living = office.pipelines.filter((pipeline) => !pipeline.archived)
  const archived = office.pipelines.filter((pipeline) => pipeline.archived)
  const pipeline = of === NEW ? undefined : (office.pipelines.find((candidate) => candidate.id === of) ?? living[0])
  return (
    <>
      <SectionHead title={t('settings.tab.pipelines')}>
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => change({ of: NEW })}>
          {t('settings.pipeline.add')}
        </Button>
      </SectionHead>
      <fieldset className="sp-picks" aria-label={t('settings.pipeline.which')}>
        {[...living, ...(archivedShown || pipeline?.archived ? archived : [])].map((candidate) => (
          <button
            key={candidate.id}
            type="button"
            aria-pressed={candidate.id === pipeline?.id}
            onClick={() => change({ of: candidate.id })}
          >
            {inLang(lang, candidate.nameTh, candidate.nameEn)}{' '}
            {candidate.archived && <span className="sp-t3 sp-small">{t('settings.archived')}</span>}
          </button>
        ))}
        {of === NEW && (
          <button type="button" aria-pressed>
            {t('settings.pipeline.new_name')}
          </button>
        )}
        {archived.length > 0 && (
          <button type="button" className="sp-link" onClick={() => setArchivedShown(!archivedShown)}>
            {archivedShown ? t('settings.hide_archived') : t('settings.show_archived', { count: archived.length })}
          </button>
        )}
      </fieldset>
      <PipelineForm key={pipeline?.id ?? NEW} pipeline={pipeline} />
    </>
  )
}

/** What a new pipeline starts with. */
function firstDraft(t: ReturnType<typeof useWords>['t']): Draft {
  const stage = (key: string, kind: StageDraft['kind'], name: string, probability: number): StageDraft => ({
    key,
    nameTh: name,
    nameEn: name,
    kind,
    probability,
    staleDays: kind === 'open' ? 14 : null,
    maxDeals: null,
    colour: null,
    required: [],
  })
  return {
    nameTh: '',
    nameEn: '',
    stages: [
      stage('a', 'open', t('settings.stage.new'), 10),
      stage('b', 'won', t('settings.stage.kind.won'), 100),
      stage('c', 'lost', t('settings.stage.kind.lost'), 0),
    ],
  }
}

function PipelineForm({ pipeline }: { pipeline: Pipeline | undefined }) {
  const { t, lang } = useWords()
  const toast = useToast()
  const [, change] = useUrlState<SettingsUrl>()
  const { run, busy } = useCommand('savePipeline')
  const archive = useCommand('archivePipeline')
  const { draft, setDraft } = useDraft<Draft>(`settings.pipeline.${pipeline?.id ?? NEW}`)
  const [savedAt, setSavedAt] = useState<string>()
  const saved = pipeline ? draftOf(pipeline) : firstDraft(t)
  const shown = draft ?? saved
  const changed = draft !== undefined && JSON.stringify(draft) !== JSON.stringify(saved)
  const problem =
    !shown.nameTh.trim() && !shown.nameEn.trim()
      ? t('field_error.required')
      : shown.stages.some((stage) => !stage.nameTh.trim() && !stage.nameEn.trim())
        ? t('settings.stage.name_needed')
        : shown.stages.some((stage) => stage.kind === 'open')
          ? undefined
          : t('settings.stage.open_needed')
  const save = async () => {
    if (problem) return
    const both = (th: string, en: string) => ({ nameTh: th.trim() || en.trim(), nameEn: en.trim() || th.trim() })
    try {
      const { id } = await run({
        body: {
          ...(pipeline && { id: pipeline.id }),
          ...both(shown.nameTh, shown.nameEn),
          stages: shown.stages.map(({ key: _, id: stageId, nameTh, nameEn, ...rest }) => ({
            ...(stageId && { id: stageId }),
            ...both(nameTh, nameEn),
            ...rest,
          })),
        },
      })
      setDraft(undefined)
      setSavedAt(new Date().toISOString())
      toast.show({ text: t('settings.pipeline.saved', { name: inLang(lang, shown.nameTh, shown.nameEn) }) })
      change({ of: id })
    } catch (error) {
      toast.problem(error)
    }
  }
  const setArchived = async (archived: boolean) => {
    try {
      await archive.run({ params: { id: pipeline?.id ?? '' }, body: { archived } })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <>
      <div className="sp-settings-form-two sp-pipeline-names">
        <TextField
          label={t('settings.name_th')}
          value={shown.nameTh}
          onChange={(nameTh) => setDraft({ ...shown, nameTh: nameTh ?? '' })}
          maxLength={120}
          autoFocus={!pipeline}
        />
        <TextField
          label={t('settings.name_en')}
          value={shown.nameEn}
          onChange={(nameEn) => setDraft({ ...shown, nameEn: nameEn ?? '' })}
          maxLength={120}
        />
      </div>
      <StageTable stages={shown.stages} onChange={(stages) => setDraft({ ...shown, stages })} />
      <div className="sp-row sp-wrap sp-pipeline-foot">
        <SaveLine
          label={t('settings.pipeline.save')}
          changed={changed}
          busy={busy}
          savedAt={savedAt}
          problem={changed ? problem : undefined}
          onSave={() => void save()}
          onDiscard={() => setDraft(undefined)}
        />
        <span className="sp-grow" />
        {pipeline && (
          <Button variant="default" loading={archive.busy} onClick={() => void setArchived(!pipeline.archived)}>
            {pipeline.archived ? t('settings.unarchive') : t('settings.pipeline.archive')}
          </Button>
        )}
      </div>
    </>
  )
}
