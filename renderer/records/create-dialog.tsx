import { IconClipboardText } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import { Dialog } from '../components/dialog.tsx'
import { SaveActions } from '../components/save-actions.tsx'
import { useToast } from '../components/toast.tsx'
import { useDraft } from '../lib/drafts.ts'
import { enterMovesOn } from '../lib/enter-moves-on.ts'
import { toFirstWrong } from '../lib/first-wrong.ts'
import { recordPath, useGo } from '../lib/navigation.ts'
import { problemsByField } from '../lib/problem.ts'
import { useCommand } from '../lib/queries.ts'
import { useRoom } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { DuplicateNotice } from './duplicate-notice.tsx'
import { BRANCH_IN_NAME, FieldEditor } from './field-editor.tsx'
import { isAsked, isShown, mainFields, startValues } from './form-fields.ts'
import { isEditable } from './is-editable.ts'
import { type CreateRequest, useRecordActions } from './record-actions.tsx'
import type { Values } from './save-record.tsx'
import { withoutBlanks } from './without-blanks.ts'
import './form.css'

/** The form of a new record. Records that look the same are shown while one types; what is typed is kept until it is saved or thrown away. */
export function CreateDialog({ request, onClose }: { request: CreateRequest; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const go = useGo()
  const room = useRoom()
  const toast = useToast()
  const entity = office.entity(request.entity)
  const { draft, setDraft } = useDraft<Values>(draftKey(request))
  const [values, setValues] = useState<Values>(() => draft ?? startValues(office, request))
  const { paste } = useRecordActions()
  const [touched, setTouched] = useState(false)
  const [all, setAll] = useState(false)
  const { run, busy, error } = useCommand('createRecord')
  const drop = useCommand('deleteRecords')
  const refused = problemsByField(words, error)
  const branch = useRef<unknown>(undefined)
  const form = useRef<HTMLFormElement>(null)
  const change = (key: string, given: unknown) => {
    if (key === BRANCH_IN_NAME) {
      branch.current = given
      return
    }
    const value = key === 'taxId' && given && branch.current ? { branch: branch.current, ...given } : given
    setTouched(true)
    setValues((old) => ({ ...old, [key]: value }))
  }
  useEffect(() => {
    if (touched) setDraft(values)
  }, [touched, values, setDraft])
  const save = async () => {
    try {
      const { id } = await run({ params: { entity: request.entity }, body: { values: withoutBlanks(values) } })
      setTouched(false)
      setDraft(undefined)
      const title = titleOf(values)
      onClose()
      if (request.onSaved) request.onSaved({ id, title })
      else {
        toast.show({
          text: t('form.saved', { title }),
          undo: () => drop.run({ params: { entity: request.entity }, body: { ids: [id] } }),
        })
        if (request.entity !== 'activity') go(recordPath(request.entity, id))
      }
    } catch (problem) {
      if (Object.keys(problemsByField(words, problem)).length === 0) toast.problem(problem)
    }
  }
  useEffect(() => {
    if (error) toFirstWrong(form.current)
  }, [error])
  if (!entity) return null
  const label = office.entityLabel(request.entity, 'one')
  const wrong = Object.keys(refused)
  const [main, more] = fieldsOf(entity, values)
  // What is missing is looked for only once the rest is right; who saves is told both at once.
  const given = withoutBlanks(values)
  const missing = [...main, ...more].filter(
    ({ key, required }) => (given[key] ?? undefined) === undefined && (required || isAsked(entity, key, values)),
  )
  const problems =
    wrong.length > 0 ? { ...Object.fromEntries(missing.map(({ key }) => [key, t('field_error.required')])), ...refused } : refused
  const shown = all || wrong.some((key) => more.some((field) => field.key === key)) ? [...main, ...more] : main
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('form.new', { entity: label })}
      size={720}
      fullScreen={room === 'phone'}
      note={
        !touched && draft ? (
          t('draft.found')
        ) : !touched && !request.onSaved ? (
          <button type="button" className="sp-link sp-nowrap" onClick={() => paste({ entity: request.entity })}>
            {/* Beside the two verbs a phone has room for the words alone. */}
            {room !== 'phone' && <IconClipboardText size={16} aria-hidden />} {t('paste.button')}
          </button>
        ) : null
      }
      actions={
        <SaveActions
          save={t('form.save', { entity: label })}
          busy={busy}
          onSave={() => void save()}
          onDiscard={() => {
            setTouched(false)
            setDraft(undefined)
            onClose()
          }}
        />
      }
    >
      <DuplicateNotice
        entity={entity}
        values={withoutBlanks(values)}
        onUse={(row) => {
          setDraft(undefined)
          onClose()
          if (request.onSaved) request.onSaved({ id: row.id, title: row.title })
          else go(recordPath(request.entity, row.id))
        }}
      />
      <form
        ref={form}
        className="sp-form"
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {shown.map((field, at) => (
          <div
            key={field.key}
            className={isWide(field) ? 'sp-form-wide' : ''}
            {...(problems[field.key] !== undefined && { 'data-wrong': true })}
          >
            <FieldEditor
              entity={entity.key}
              field={isAsked(entity, field.key, values) ? { ...field, required: true } : field}
              values={values}
              titles={request.titles}
              autoFocus={at === 0}
              error={problems[field.key]}
              onChange={(value) => change(field.key, value)}
              onOther={change}
            />
          </div>
        ))}
        <button type="submit" hidden />
      </form>
      {more.length > 0 && (
        <button type="button" className="sp-link sp-form-more" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t('form.less') : t('form.more')}
        </button>
      )}
    </Dialog>
  )
}

const WIDE = new Set(['partyName', 'personName', 'addresses', 'longText', 'links', 'files', 'phones', 'records'])
const isWide = (field: FieldInfo): boolean => WIDE.has(field.kind)

function fieldsOf(entity: EntityInfo, values: Values): [main: FieldInfo[], more: FieldInfo[]] {
  const editable = entity.fields.filter((field) => isEditable(field) && isShown(entity, field.key, values))
  const main = entity.layout && entity.layout.form.length > 0 ? entity.layout.form : mainFields(entity.key)
  const first = main.flatMap((key) => editable.filter((field) => field.key === key))
  const rest = editable.filter((field) => !first.includes(field))
  // What must be filled must be in sight.
  const asked = (field: FieldInfo) => field.required || isAsked(entity, field.key, values)
  return [[...first, ...rest.filter(asked)], rest.filter((field) => !asked(field))]
}

/** A draft belongs to where the form was opened: a deal begun at a customer waits there, not in the empty form. */
function draftKey({ entity, text, values }: CreateRequest): string {
  const begun = text ?? (values && JSON.stringify(values, (key, value: unknown) => (key === 'id' ? undefined : value)))
  return begun ? `create.${entity}.${begun}` : `create.${entity}`
}

export function titleOf(values: Values): string {
  const name = values.name ?? values.subject
  if (typeof name === 'string') return name
  const parts = (name ?? {}) as { nick?: string; first?: string; last?: string; name?: string }
  return [parts.nick, parts.name ?? parts.first, parts.last].filter(Boolean).join(' ')
}
