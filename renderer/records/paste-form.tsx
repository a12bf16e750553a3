import { Textarea } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import type { PersonNameValue } from '../../core/fields/values.ts'
import type { PastedRecord } from '../../core/paste/pasted-values.ts'
import { Dialog } from '../components/dialog.tsx'
import { SaveActions } from '../components/save-actions.tsx'
import { TextField } from '../components/text-field.tsx'
import { type ToastRequest, useToast } from '../components/toast.tsx'
import { keepDraft } from '../lib/drafts.ts'
import { enterMovesOn } from '../lib/enter-moves-on.ts'
import { recordPath, useGo } from '../lib/navigation.ts'
import { problemsByField } from '../lib/problem.ts'
import { useCommand } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { titleOf } from './create-dialog.tsx'
import { DuplicateNotice } from './duplicate-notice.tsx'
import { FieldEditor } from './field-editor.tsx'
import { startValues } from './form-fields.ts'
import { isEditable } from './is-editable.ts'
import { PersonNameField } from './name-field.tsx'
import { numbersOf, PasteText } from './paste-text.tsx'
import { useRecordActions } from './record-actions.tsx'
import type { Values } from './save-record.tsx'
import { withoutBlanks } from './without-blanks.ts'
import './form.css'

type Contact = { name?: PersonNameValue | undefined; position?: string | undefined; phones?: unknown }
/** How the form stands: what is kept of a message that is not saved yet. */
export type FilledPaste = {
  values: Values
  contact: Contact | null
  /** Further people at the firm. */
  others: Contact[]
  leftover: string
  keep: boolean
  titles?: Record<string, string>
}

type Read = Pick<PastedRecord, 'text' | 'marks' | 'values'> & Pick<FilledPaste, 'contact' | 'others'>
type Props = {
  entity: string
  read: Read
  choice: ReactNode
  filled: FilledPaste | undefined
  full: boolean
  onFilled: (filled: FilledPaste) => void
  onClose: () => void
  onDiscard: () => void
  onDone: (said?: ToastRequest) => void
}

/** Left the message with its pieces numbered, right the fields with the same numbers. Nothing is saved before F9. */
export function PasteForm({ entity: key, read, choice, filled: kept, full, onFilled, onClose, onDiscard, onDone }: Props) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const go = useGo()
  const toast = useToast()
  const { log } = useRecordActions()
  const entity = office.entity(key)
  const [filled, setFilled] = useState<FilledPaste>(() => ({
    ...begin(read, startValues(office, { entity: key, values: read.values })),
    ...kept,
  }))
  useEffect(() => onFilled(filled), [filled, onFilled])
  const { run, busy, error } = useCommand('savePasted')
  const undo = useCommand('undoBatch')
  const problems = problemsByField(words, error)
  const notes = entity?.fields.find((field) => field.kind === 'longText' && ['notes', 'body'].includes(field.key))?.key
  const leftover = filled.keep && notes ? filled.leftover.trim() : ''
  const put = (part: Partial<FilledPaste>) => setFilled((old) => ({ ...old, ...part }))
  const putValue = (field: string, value: unknown) => setFilled((old) => ({ ...old, values: { ...old.values, [field]: value } }))
  const save = async () => {
    const values = withoutBlanks({
      ...filled.values,
      ...(notes && leftover && { [notes]: [filled.values[notes], leftover].filter(Boolean).join('\n') }),
    })
    const { name, position } = filled.contact ?? {}
    const others = filled.others.flatMap((other) => (other.name ? [withoutBlanks({ ...other })] : []))
    try {
      const written = await run({
        params: { entity: key },
        body: {
          values,
          ...(name && { contact: { name, ...(position?.trim() && { position }) } }),
          ...(others.length > 0 && { others: others as { name: PersonNameValue }[] }),
        },
      })
      onDone({
        text: t('form.saved', { title: titleOf(values) }),
        undo: () => undo.run({ params: { batchId: written.batchId }, body: {} }),
      })
      go(recordPath(key, written.id))
    } catch (problem) {
      if (Object.keys(problemsByField(words, problem)).length === 0) toast.problem(problem)
    }
  }
  if (!entity) return null
  const numbers = numbersOf(read.marks)
  const editable = entity.fields.filter(isEditable)
  const missing = editable.filter(
    (field) => (field.required || field.key === entity.owner || problems[field.key]) && !numbers.includes(field.key),
  )
  const rows = [...numbers, ...missing.map((field) => field.key)]
  const label = office.entityLabel(key, 'one')
  return (
    <Dialog
      opened
      onClose={onClose}
      title={
        <>
          {t('paste.new', { entity: label })}{' '}
          <span className="sp-t2 sp-table-text sp-paste-count">
            {t('paste.count', { fields: numbers.length, left: read.marks.filter((mark) => mark.field === 'leftover').length })}
          </span>
        </>
      }
      size={1080}
      fullScreen={full}
      note={t('paste.not_saved')}
      actions={
        <SaveActions save={t('form.save', { entity: label })} busy={busy} onSave={() => void save()} onDiscard={onDiscard} />
      }
    >
      <DuplicateNotice
        entity={entity}
        values={withoutBlanks(filled.values)}
        onUse={(row) => {
          // What was written goes on as a log of the one who is there already.
          const line = office.options('activityType').some((option) => option.value === 'line')
          if (leftover && log) keepDraft(`log.${row.id}`, { type: line ? 'line' : 'call', body: leftover })
          onDone()
          go(recordPath(key, row.id))
          if (leftover) log?.({ about: { entity: key, id: row.id, title: row.title } })
        }}
        {...(key === 'customer' && {
          onBranch: (row) => put({ values: { ...filled.values, parent: row.id }, titles: { [row.id]: row.title } }),
        })}
      />
      <div className="sp-paste">
        <section className="sp-paste-left" aria-label={t('paste.text')}>
          {choice}
          <h3 className="sp-paste-head">{t('paste.text')}</h3>
          <PasteText text={read.text} marks={read.marks} numbers={numbers} />
          <p className="sp-t2 sp-small">{t('paste.numbers')}</p>
          {filled.leftover !== '' && notes && <Leftover filled={filled} into={office.fieldLabel(key, notes)} onChange={put} />}
        </section>
        <form
          className="sp-paste-fields"
          onKeyDown={enterMovesOn}
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          {rows.map((name, at) => (
            <div key={name} className="sp-paste-field">
              <span className="sp-paste-number" data-none={at >= numbers.length || undefined} aria-hidden>
                {at < numbers.length ? at + 1 : ''}
              </span>
              {name.startsWith('other') ? (
                <OtherField name={name} others={filled.others} onChange={(others) => put({ others })} />
              ) : name === 'contact' ? (
                <PersonNameField
                  label={t('paste.contact')}
                  value={filled.contact?.name}
                  onChange={(value) => put({ contact: { ...filled.contact, name: value } })}
                />
              ) : name === 'position' && key === 'customer' ? (
                <TextField
                  label={t('links.position')}
                  value={filled.contact?.position}
                  onChange={(position) => put({ contact: { ...filled.contact, position } })}
                />
              ) : (
                <Field entity={key} name={name} filled={filled} error={problems[name]} autoFocus={at === 0} onChange={putValue} />
              )}
            </div>
          ))}
          {typeof filled.values.parent === 'string' && (
            <div className="sp-paste-field">
              <span className="sp-paste-number" data-none />
              <Field entity={key} name="parent" filled={filled} error={problems.parent} autoFocus={false} onChange={putValue} />
            </div>
          )}
          <button type="submit" hidden />
        </form>
      </div>
    </Dialog>
  )
}

function begin(read: Read, values: Values): FilledPaste {
  const leftover = read.marks
    .filter((mark) => mark.field === 'leftover')
    .map((mark) => read.text.slice(mark.start, mark.end))
    .join('\n')
  return { values, contact: read.contact, others: read.others, leftover, keep: true }
}

type FieldProps = {
  entity: string
  name: string
  filled: FilledPaste
  error: string | undefined
  autoFocus: boolean
  onChange: (field: string, value: unknown) => void
}

function Field({ entity, name, filled, error, autoFocus, onChange }: FieldProps) {
  const field = useOffice().field(entity, name)
  if (!field) return null
  return (
    <FieldEditor
      entity={entity}
      field={field}
      values={filled.values}
      titles={filled.titles}
      error={error}
      autoFocus={autoFocus}
      onChange={(value) => onChange(name, value)}
    />
  )
}

/** One of the pieces of a further person at the firm: `other0.name`, `other0.position`, `other0.phones`. */
function OtherField({ name, others, onChange }: { name: string; others: Contact[]; onChange: (others: Contact[]) => void }) {
  const { t } = useWords()
  const phones = useOffice().field('contact', 'phones')
  const [which = '', part] = name.slice('other'.length).split('.')
  const other = others[Number(which)]
  const change = (more: Partial<Contact>) =>
    onChange(others.map((each, at) => (at === Number(which) ? { ...each, ...more } : each)))
  const label = t('paste.other_contact', { at: Number(which) + 2 })
  if (part === 'name') return <PersonNameField label={label} value={other?.name} onChange={(value) => change({ name: value })} />
  if (part === 'position')
    return <TextField label={t('links.position')} value={other?.position} onChange={(position) => change({ position })} />
  if (!phones) return null
  return (
    <FieldEditor
      entity="contact"
      field={phones}
      values={{ phones: other?.phones }}
      onChange={(value) => change({ phones: value })}
    />
  )
}

/** What no field took: kept in the notes, changed, or left out. */
function Leftover({
  filled,
  into,
  onChange,
}: {
  filled: FilledPaste
  into: string
  onChange: (part: Partial<FilledPaste>) => void
}) {
  const { t } = useWords()
  return (
    <div className="sp-paste-leftover" data-out={!filled.keep || undefined}>
      <Textarea
        label={filled.keep ? t('paste.leftover', { into }) : t('paste.leftover_out')}
        autosize
        minRows={1}
        maxRows={6}
        disabled={!filled.keep}
        value={filled.leftover}
        onChange={(event) => onChange({ leftover: event.currentTarget.value })}
      />
      <button
        type="button"
        className="sp-link sp-small"
        aria-pressed={!filled.keep}
        onClick={() => onChange({ keep: !filled.keep })}
      >
        {filled.keep ? t('paste.leave_out') : t('paste.keep')}
      </button>
    </div>
  )
}
