import { SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import type { OursBody } from '../../../core/contract/ours.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDraft } from '../../lib/drafts.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { FormsFields } from './forms-fields.tsx'
import { FormsName } from './forms-name.tsx'
import { FormsNumbering } from './forms-numbering.tsx'
import { FormsRules } from './forms-rules.tsx'
import { SaveLine } from './save-line.tsx'
import { SectionHead } from './section-head.tsx'
import type { SettingsUrl } from './settings-screen.tsx'
import './forms.css'

/** What the office makes of each kind of record without code: its name, its fields and their order, rules, numbers. */
export function FormsSettings() {
  const { t } = useWords()
  const office = useOffice()
  const room = useRoom()
  const [{ of }, change] = useUrlState<SettingsUrl>()
  const entity = office.entities.find((candidate) => candidate.key === of) ?? office.entities[0]
  if (!entity) return null
  const entities = office.entities.map((candidate) => ({ value: candidate.key, label: office.entityLabel(candidate.key) }))
  const choice = {
    'aria-label': t('settings.forms.which'),
    data: entities,
    value: entity.key,
    onChange: (next: string | null) => next && change({ of: next }),
  }
  return (
    <>
      <SectionHead title={t('settings.tab.forms')} note={t('settings.forms.note')} />
      <div className="sp-set-choice">
        {room === 'phone' ? <Select {...choice} allowDeselect={false} /> : <SegmentedControl {...choice} />}
      </div>
      <FormsOf key={entity.key} entityKey={entity.key} />
    </>
  )
}

function FormsOf({ entityKey }: { entityKey: string }) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { data, error, refetch } = useRead('getOurs', { params: { entity: entityKey } })
  const save = useCommand('saveOurs')
  const { draft = {}, setDraft } = useDraft<OursBody>(`settings.forms.${entityKey}`)
  const [savedAt, setSavedAt] = useState<string>()
  const entity = office.entity(entityKey)
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />
  if (!data || !entity) return <SkeletonRows count={8} />
  const { ours, nextCode } = data
  const put = (part: OursBody) => setDraft({ ...draft, ...part })
  const incomplete = draft.rules?.some((rule) => rule.field === '' || !('all' in rule.when) || rule.when.all.length === 0)
  const store = async () => {
    try {
      await save.run({ params: { entity: entityKey }, body: draft })
      setDraft(undefined)
      setSavedAt(new Date().toISOString())
    } catch (problem) {
      toast.problem(problem)
    }
  }
  return (
    <div className="sp-forms">
      <FormsName
        entity={entity}
        value={draft.name === undefined ? ours.name : (draft.name ?? undefined)}
        onChange={(name) => put({ name })}
      />
      <FormsFields
        entity={entity}
        ours={ours}
        names={draft.fieldNames === undefined ? ours.fieldNames : (draft.fieldNames ?? undefined)}
        onNames={(fieldNames) => put({ fieldNames })}
        draft={draft.layout}
        onLayout={(layout) => put({ layout })}
      />
      <FormsRules entity={entity} rules={draft.rules ?? ours.rules ?? []} onChange={(rules) => put({ rules })} />
      {nextCode !== undefined && (
        <FormsNumbering
          entity={entity}
          nextCode={nextCode}
          value={draft.numbering === undefined ? ours.numbering : (draft.numbering ?? undefined)}
          onChange={(numbering) => put({ numbering })}
        />
      )}
      <SaveLine
        label={t('settings.forms.save')}
        changed={Object.keys(draft).length > 0}
        busy={save.busy}
        savedAt={savedAt}
        problem={incomplete ? t('settings.forms.rule_incomplete') : undefined}
        onSave={() => void store()}
        onDiscard={() => setDraft(undefined)}
      />
    </div>
  )
}
