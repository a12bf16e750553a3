import { Checkbox, MultiSelect } from '@mantine/core'
import { useState } from 'react'
import { HANDED_OVER } from '../../../core/contract/people.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SaveActions } from '../../components/save-actions.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { LongTextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { HandOverRun } from './hand-over-run.tsx'

type Kind = (typeof HANDED_OVER)[number]
type HandOverDialogProps = { person: { id: string; name: string }; onClose: () => void }

/** Who takes over what of a person's work; and, if he leaves, the end of his access. */
export function HandOverDialog({ person, onClose }: HandOverDialogProps) {
  const { t, number } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { data, error, refetch } = useRead('getHoldings', { params: { id: person.id } })
  const { run, busy } = useCommand('handOver')
  const [to, setTo] = useState<Partial<Record<Kind, string[]>>>({})
  const [note, setNote] = useState<string>()
  const [leaves, setLeaves] = useState(false)
  const [started, setStarted] = useState<{ batchId: string; total: number }>()
  const kinds = HANDED_OVER.filter((kind) => (data?.counts[kind] ?? 0) > 0)
  const given = kinds.filter((kind) => (to[kind] ?? []).length > 0)
  const total = given.reduce((sum, kind) => sum + (data?.counts[kind] ?? 0), 0)
  const ready = data !== undefined && (total > 0 || leaves)
  // Most often one person takes all: what was not chosen yet follows the first choice.
  const choose = (kind: Kind, people: string[]) =>
    setTo(given.length === 0 ? Object.fromEntries(kinds.map((each) => [each, people])) : { ...to, [kind]: people })
  const start = async () => {
    if (!ready || busy || started) return
    try {
      const chosen = Object.fromEntries(given.map((kind) => [kind, to[kind]]))
      setStarted(await run({ params: { id: person.id }, body: { to: chosen, leaves, ...(note && { note }) } }))
    } catch (problem) {
      toast.problem(problem)
    }
  }
  const people = office.users
    .filter((user) => user.active && user.id !== person.id)
    .map((user) => ({ value: user.id, label: user.nick || user.name }))
  if (started) return <HandOverRun {...started} name={person.name} onClose={onClose} />
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('handover.title', { name: person.name })}
      size={640}
      actions={
        <SaveActions
          save={total > 0 ? t('handover.go', { count: number(total) }) : t(leaves ? 'handover.only_leave' : 'handover.action')}
          busy={busy}
          disabled={!ready}
          onSave={() => void start()}
          onDiscard={onClose}
        />
      }
    >
      {error && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={4} />}
      {data && kinds.length === 0 && <p className="sp-t2">{t('handover.empty')}</p>}
      {kinds.length > 0 && (
        <>
          <p className="sp-t2 sp-table-text">{t('handover.text')}</p>
          <table className="sp-set-table sp-stacks">
            <thead>
              <tr>
                <th scope="col">{t('handover.what')}</th>
                <th scope="col" className="sp-number">
                  {t('handover.count')}
                </th>
                <th scope="col">{t('handover.to')}</th>
              </tr>
            </thead>
            <tbody>
              {kinds.map((kind) => (
                <tr key={kind}>
                  <td>{t(`handover.kind.${kind}`)}</td>
                  <td className="sp-number sp-stacks-end">{number(data?.counts[kind] ?? 0)}</td>
                  <td className="sp-handover-to">
                    <MultiSelect
                      size="xs"
                      aria-label={t('handover.to_of', { what: t(`handover.kind.${kind}`) })}
                      placeholder={(to[kind] ?? []).length === 0 ? t('handover.nobody') : ''}
                      data={people}
                      value={to[kind] ?? []}
                      onChange={(next) => choose(kind, next)}
                      hidePickedOptions
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <LongTextField label={t('handover.note')} hint={t('handover.note_hint')} value={note} onChange={setNote} />
        </>
      )}
      <Checkbox
        size="sm"
        label={t('handover.leaves')}
        description={t('handover.leaves_hint')}
        checked={leaves}
        onChange={(event) => setLeaves(event.currentTarget.checked)}
      />
    </Dialog>
  )
}
