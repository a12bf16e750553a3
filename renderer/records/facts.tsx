import { ActionIcon, Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { ActionKey } from '../components/action-key.tsx'
import { Dialog } from '../components/dialog.tsx'
import { useToast } from '../components/toast.tsx'
import { useActions } from '../lib/actions.ts'
import { useDraft } from '../lib/drafts.ts'
import { toFirstWrong } from '../lib/first-wrong.ts'
import { problemsByField } from '../lib/problem.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { BRANCH_IN_NAME, FieldEditor } from './field-editor.tsx'
import { FieldValue, isFilled } from './field-value.tsx'
import { isAsked, isShown } from './form-fields.ts'
import { isEditable } from './is-editable.ts'
import { MaskedFacts } from './masked-facts.tsx'
import { useSaveRecord, type Values } from './save-record.tsx'
import { withoutBlanks } from './without-blanks.ts'
import './page.css'

type Props = { entity: EntityInfo; row: RecordRow; editing: boolean; onEdit: (editing: boolean) => void }
/** What is being typed, and the version on which it was begun. */
type Draft = { version: number; values: Values /** What stood there when each field was begun. */; base: Values }

const SHOWN_ELSEWHERE = new Set([
  'files',
  'nextStepAt',
  'mainContact',
  'lastContactAt',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'anchorCustomer',
  'at',
  'repeatDay',
])

/** A record's fields: filled ones first, edited in place one by one or all at once (E). What is typed and not saved is kept, and leaving is guarded. */
export function Facts({ entity, row, editing, onEdit }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const mayEdit = row.may?.edit ?? false
  const [one, setOne] = useState<string | undefined>()
  const [empties, setEmpties] = useState(false)
  const { draft, setDraft } = useDraft<Draft>(`edit.${row.id}`)
  const now: Values = { ...row, ...draft?.values }
  const fields = inOrder(entity).filter(
    (field) => !SHOWN_ELSEWHERE.has(field.key) && !field.custom?.archived && isShown(entity, field.key, editing ? now : row),
  )
  const first = entity.layout?.page ?? []
  const filled = fields.filter(
    (field) =>
      isFilled(row, field) && (field.key !== entity.title || editing) && (first.length === 0 || first.includes(field.key)),
  )
  // Filled ones that the layout leaves to “more” wait there, too.
  const empty = fields.filter(
    (field) => field.key !== entity.title && !filled.includes(field) && (isFilled(row, field) || isEditable(field)),
  )
  const shown = editing
    ? fields.filter(isEditable)
    : empties
      ? fields.filter((field) => field.key !== entity.title && (isFilled(row, field) || isEditable(field)))
      : filled
  // What was typed before is shown with the rest, so that nobody saves what he does not see.
  const begin = (key: string) => mayEdit && !editing && (draft ? onEdit(true) : setOne(key))
  return (
    <section aria-label={t('page.facts', { entity: office.entityLabel(entity.key, 'one') })}>
      <div className="sp-facts-head">
        <h2>{t('page.facts', { entity: office.entityLabel(entity.key, 'one') })}</h2>
        {mayEdit && !editing && (
          <button type="button" className="sp-plain sp-no-print" onClick={() => onEdit(true)}>
            <span className="sp-small sp-t2">{t('page.edit_all')}</span> <ActionKey id="edit" />
          </button>
        )}
      </div>
      {draft && !editing && one === undefined && (
        <p className="sp-draft-line" role="status">
          {t('draft.found')}{' '}
          <button type="button" className="sp-link" onClick={() => onEdit(true)}>
            {t('leave.stay')}
          </button>{' '}
          <button type="button" className="sp-link" onClick={() => setDraft(undefined)}>
            {t('draft.throw_away')}
          </button>
        </p>
      )}
      {editing ? (
        <FactsForm entity={entity} row={row} fields={shown} onClose={() => onEdit(false)} />
      ) : (
        <dl className="sp-facts">
          <MaskedFacts entity={entity} row={row} />
          {shown.map((field) =>
            one === field.key ? (
              <div key={field.key} className="sp-fact-edit">
                <FactsForm entity={entity} row={row} fields={[field]} onClose={() => setOne(undefined)} single />
              </div>
            ) : (
              <Fact
                key={field.key}
                entity={entity}
                field={field}
                row={row}
                {...(mayEdit && isEditable(field) && { onEdit: () => begin(field.key) })}
              />
            ),
          )}
        </dl>
      )}
      {!editing && empty.length > 0 && mayEdit && (
        <button
          type="button"
          className="sp-link sp-small sp-no-print"
          onClick={() => setEmpties(!empties)}
          aria-expanded={empties}
        >
          {empties ? t('page.hide_empty') : t('page.show_empty', { count: empty.length })}
        </button>
      )}
    </section>
  )
}

/** The office's order first, then the rest as declared. */
function inOrder(entity: EntityInfo): FieldInfo[] {
  const first = (entity.layout?.page ?? []).flatMap((key) => entity.fields.find((field) => field.key === key) ?? [])
  return [...first, ...entity.fields.filter((field) => !first.includes(field))]
}

function Fact({ entity, field, row, onEdit }: { entity: EntityInfo; field: FieldInfo; row: RecordRow; onEdit?: () => void }) {
  const { t } = useWords()
  const office = useOffice()
  const label = office.fieldLabel(entity.key, field.key)
  return (
    <div className="sp-fact" {...(onEdit && { onDoubleClick: onEdit })}>
      <dt>{label}</dt>
      <dd>
        {isFilled(row, field) ? (
          <FieldValue entity={entity.key} field={field} row={row} />
        ) : (
          <span className="sp-t3">{t('field.empty')}</span>
        )}
        {onEdit && (
          <ActionIcon className="sp-fact-pen sp-no-print" size={24} aria-label={t('list.edit_cell', { label })} onClick={onEdit}>
            <IconPencil size={14} />
          </ActionIcon>
        )}
      </dd>
    </div>
  )
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

function FactsForm({
  entity,
  row,
  fields,
  onClose,
  single,
}: {
  entity: EntityInfo
  row: RecordRow
  fields: FieldInfo[]
  onClose: () => void
  single?: boolean
}) {
  const words = useWords()
  const { t } = words
  const toast = useToast()
  const save = useSaveRecord()
  const { draft, setDraft } = useDraft<Draft>(`edit.${row.id}`)
  // The record as it was when the typing began, perhaps days ago: only so can a colleague's later change be told from one's own.
  const base: RecordRow = { ...row, ...draft?.base, version: draft?.version ?? row.version }
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<Record<string, string>>({})
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (Object.keys(problems).length > 0) toFirstWrong(form.current)
  }, [problems])
  const values: Values = { ...row, ...draft?.values }
  const change = (key: string, value: unknown) =>
    key !== BRANCH_IN_NAME &&
    setDraft({
      version: draft?.version ?? row.version,
      values: { ...draft?.values, [key]: value ?? null },
      base: { [key]: row[key] ?? null, ...draft?.base },
    })
  const changes = () =>
    Object.fromEntries(
      Object.entries(draft?.values ?? {}).flatMap(([key, value]) => {
        const clean = withoutBlanks({ [key]: value })[key] ?? null
        return same(clean, base[key]) ? [] : [[key, clean]]
      }),
    )
  const store = async () => {
    const changed = changes()
    setBusy(true)
    try {
      if (Object.keys(changed).length > 0 && !(await save(entity.key, base, changed))) return
      setDraft(undefined)
      onClose()
    } catch (error) {
      const said = problemsByField(words, error)
      setProblems(said)
      if (Object.keys(said).length === 0 || Object.keys(said).some((key) => !fields.some((field) => field.key === key)))
        toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  // What the server asks for besides (a lost deal's reason) is asked for right here.
  const asked = entity.fields.filter((field) => problems[field.key] && !fields.includes(field) && isEditable(field))
  const discard = () => {
    setDraft(undefined)
    onClose()
  }
  useActions(
    { save: () => void store(), close: () => (Object.keys(changes()).length === 0 ? discard() : undefined) },
    { always: true },
  )
  return (
    <form
      ref={form}
      className="sp-facts-form"
      onSubmit={(event) => {
        event.preventDefault()
        void store()
      }}
    >
      {[...fields, ...asked].map((field, at) => (
        <div key={field.key} {...(problems[field.key] !== undefined && { 'data-wrong': true })}>
          <FieldEditor
            entity={entity.key}
            field={isAsked(entity, field.key, values) ? { ...field, required: true } : field}
            values={values}
            titles={row.titles}
            autoFocus={at === 0}
            error={problems[field.key]}
            onChange={(value) => change(field.key, value)}
            onOther={change}
          />
        </div>
      ))}
      <div className="sp-row sp-facts-foot" data-foot>
        <Button type="submit" loading={busy} rightSection={<ActionKey id="save" onFill />}>
          {t('action.save')}
        </Button>
        <Button variant="default" onClick={discard}>
          {t('action.discard')}
        </Button>
      </div>
      <LeaveGuard guarding={!single && draft !== undefined && Object.keys(changes()).length > 0 && !busy} />
    </form>
  )
}

/** Asks before unsaved text is left behind; the text itself is kept either way. */
function LeaveGuard({ guarding }: { guarding: boolean }) {
  const { t } = useWords()
  const blocker = useBlocker({ shouldBlockFn: () => guarding, enableBeforeUnload: () => guarding, withResolver: true })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog
      opened
      onClose={blocker.reset}
      title={t('leave.title')}
      size={460}
      actions={
        <>
          <Button variant="default" onClick={blocker.proceed}>
            {t('leave.go')}
          </Button>
          <Button onClick={blocker.reset} data-autofocus>
            {t('leave.stay')}
          </Button>
        </>
      }
    >
      <p>{t('leave.text')}</p>
    </Dialog>
  )
}
