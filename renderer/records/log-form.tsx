import { Button, NativeSelect } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { addDays } from '../../core/thai/date.ts'
import { ActionKey } from '../components/action-key.tsx'
import { DateTimeField } from '../components/date-time-field.tsx'
import { LongTextField, TextField } from '../components/text-field.tsx'
import { useToast } from '../components/toast.tsx'
import { useActions } from '../lib/actions.ts'
import { useDraft } from '../lib/drafts.ts'
import { useDates } from '../lib/instants.ts'
import { problemsByField } from '../lib/problem.ts'
import { useCommand } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { KindIcon } from './activity-kinds.tsx'
import type { LogRequest } from './record-actions.tsx'
import { useUndoLog } from './undo-log.ts'
import './log.css'

type Draft = {
  type: string
  body?: string | undefined
  outcome?: string | undefined
  learned?: string | undefined
  next?: string | undefined
  nextAt?: string | undefined
  remind?: string | undefined
}

const DAY_START = '09:00'
/** A subject of this many letters is made of the first line of what was said. */
const SUBJECT_LENGTH = 120

const firstLine = (text: string): string => {
  const line = text.trim().split('\n')[0] ?? ''
  return line.length > SUBJECT_LENGTH ? `${line.slice(0, SUBJECT_LENGTH)}…` : line
}

/** Logs what was said, its outcome, what was learned, and what comes next, in one form and one write. What is typed is kept until it is saved. */
export function LogForm({ request, onDone, onCancel }: { request: LogRequest; onDone: () => void; onCancel?: () => void }) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
  const { draft: kept, setDraft } = useDraft<Draft>(`log.${request.about.id}`)
  const draft: Draft = kept ?? { type: request.type ?? 'call', ...(request.outcome && { outcome: request.outcome }) }
  const { run, busy, error } = useCommand('logActivity')
  const undo = useUndoLog()
  const [tried, setTried] = useState(false)
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const kind = office.choiceLabel('activityType', draft.type)
  const empty = !draft.body?.trim() && !draft.outcome && !draft.next?.trim()
  const save = async () => {
    setTried(true)
    if (empty) return
    const outcome = draft.outcome ? office.choiceLabel('outcome', draft.outcome) : ''
    const subject =
      request.completes?.title ?? (draft.body?.trim() ? firstLine(draft.body) : [kind, outcome].filter(Boolean).join(': '))
    const { entity, id } = request.about
    const nextAt = draft.nextAt ?? dates.instant(addDays(dates.today, 1), DAY_START)
    const remindAt = remindInstant(nextAt, draft.remind)
    try {
      const written = await run({
        body: {
          activity: {
            subject,
            type: draft.type,
            about: [{ entity, id }],
            // What was said in one short line is the subject already.
            ...(draft.body?.trim() && draft.body.trim() !== subject && { body: draft.body.trim() }),
            ...(draft.outcome && { outcome: draft.outcome }),
            ...(draft.learned?.trim() && { learned: draft.learned.trim() }),
          },
          ...(request.completes && { completes: { id: request.completes.id, version: request.completes.version } }),
          ...(draft.next?.trim() && {
            next: { subject: draft.next.trim(), type: 'task', dueAt: nextAt, ...(remindAt && { remindAt }) },
          }),
        },
      })
      setDraft(undefined)
      toast.show({
        text: draft.next?.trim() ? t('page.logged_next', { when: dates.when(nextAt) }) : t('page.logged'),
        undo: () => undo(written, request.completes),
      })
      onDone()
    } catch (problem) {
      toast.problem(problem)
    }
  }
  const outcomes = office.options('outcome')
  const chosenBy = outcomes.slice(0, 9).map(({ value, label }) => ({
    title: t('keys.outcome_of', { title: label }),
    run: () => put({ outcome: draft.outcome === value ? undefined : value }),
  }))
  useActions({ save: () => void save(), outcome: chosenBy }, { always: true, onTop: true })
  const problems = problemsByField(words, error)
  return (
    <form
      className="sp-log"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {request.completes && <p className="sp-t2 sp-small">{t('page.log_completes', { subject: request.completes.title })}</p>}
      <Chips
        label={t('page.log_what')}
        list="activityType"
        value={draft.type}
        onChange={(type) => put({ type: type ?? 'call' })}
        except={['task']}
        withIcons
      />
      <LongTextField
        label={t('page.log_said')}
        placeholder={t('page.log_placeholder')}
        value={draft.body}
        onChange={(body) => put({ body })}
        minRows={3}
        autoFocus
        error={problems.body ?? (tried && empty ? t('field_error.required') : undefined)}
      />
      <Chips
        label={t('page.log_outcome')}
        list="outcome"
        value={draft.outcome}
        onChange={(outcome) => put({ outcome })}
        withKeys
      />
      <TextField
        label={t('page.log_learned')}
        placeholder={t('page.log_learned_hint')}
        value={draft.learned}
        onChange={(learned) => put({ learned })}
      />
      <fieldset className="sp-log-next">
        <legend>{t('page.log_next')}</legend>
        <TextField label={t('page.log_next_what')} value={draft.next} onChange={(next) => put({ next })} error={problems.next} />
        {draft.next?.trim() && (
          <div className="sp-log-when">
            <DateTimeField
              label={t('page.log_next_when')}
              value={draft.nextAt ?? dates.instant(addDays(dates.today, 1), DAY_START)}
              today={dates.today}
              timeZone={office.timeZone}
              onChange={(nextAt) => put({ nextAt })}
            />
            <NativeSelect
              label={t('page.log_remind')}
              value={draft.remind ?? 'none'}
              data={(['none', 'at', '15', '60'] as const).map((value) => ({
                value,
                label: t(`page.log_remind.${value}` as const),
              }))}
              onChange={(event) => put({ remind: event.currentTarget.value })}
            />
          </div>
        )}
      </fieldset>
      <div className="sp-row sp-log-foot">
        <Button type="submit" loading={busy} rightSection={<ActionKey id="save" onFill />}>
          {t('action.save')}
        </Button>
        {onCancel && (
          <Button
            variant="default"
            onClick={() => {
              setDraft(undefined)
              onCancel()
            }}
          >
            {t('action.discard')}
          </Button>
        )}
      </div>
    </form>
  )
}

function remindInstant(dueAt: string, remind: string | undefined): string | undefined {
  if (!remind || remind === 'none') return undefined
  const minutes = remind === 'at' ? 0 : Number(remind)
  return new Date(Date.parse(dueAt) - minutes * 60_000).toISOString()
}

type ChipsProps = {
  label: string
  list: string
  value: string | undefined
  onChange: (value: string | undefined) => void
  except?: string[]
  withIcons?: boolean
  /** Shows the number by which each is chosen while typing goes on. */
  withKeys?: boolean
}

/** A short list as buttons side by side; pressing the chosen one takes it back. */
function Chips({ label, list, value, onChange, except = [], withIcons, withKeys }: ChipsProps) {
  const office = useOffice()
  const options = office.options(list).filter((option) => !except.includes(option.value))
  const stop = Math.max(
    0,
    options.findIndex((option) => option.value === value),
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame that a row of chips has not.
    <div role="group" aria-label={label} onKeyDown={walk}>
      <div className="sp-t2 sp-table-text">
        {label} {withKeys && <ActionKey id="outcome" />}
      </div>
      <div className="sp-row sp-wrap sp-log-chips">
        {options.map((option, at) => (
          <button
            key={option.value}
            type="button"
            className="sp-kind sp-kind-boxed"
            aria-pressed={value === option.value}
            data-here={value === option.value || undefined}
            // One stop of Tab for the whole row; the arrows go along it.
            tabIndex={at === stop ? 0 : -1}
            onClick={() => onChange(value === option.value ? undefined : option.value)}
          >
            {withIcons && <KindIcon type={option.value} />} {option.label}
          </button>
        ))}
      </div>
    </div>
  )
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.code]
  const chips = [...event.currentTarget.querySelectorAll('button')]
  const next = by && chips[chips.indexOf(event.target as HTMLButtonElement) + by]
  if (!next) return
  event.preventDefault()
  next.focus()
}
