import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconClipboardText, IconUsers } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { LONGEST_PASTE } from '../../core/contract/paste.ts'
import { pastedTable } from '../../core/paste/pasted-table.ts'
import { Dialog } from '../components/dialog.tsx'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { SaveActions } from '../components/save-actions.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { type ToastRequest, useToast } from '../components/toast.tsx'
import { useDraft } from '../lib/drafts.ts'
import { useRead } from '../lib/queries.ts'
import { useRoom } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { type FilledPaste, PasteForm } from './paste-form.tsx'
import { PasteTable } from './paste-table.tsx'
import { type PasteRequest, useRecordActions } from './record-actions.tsx'
import './paste.css'

/** The kinds of record that a message about a person or a firm may become, the usual one first. */
const PASTED_KINDS = ['customer', 'lead', 'contact']

/** A message of several people taken apart: which of them is at hand, and whose pieces come next. */
type Split = { whole: string; at: number; of: number; rest: string[] }
/** The message at hand and how far it has come, and those that were pasted before it was finished. */
export type PasteDraft = {
  entity: string
  text: string
  filled?: FilledPaste | undefined
  waiting: string[]
  /** Several people: taken apart, or together because the reader wants it so. */
  split?: Split | 'together' | undefined
}

/** All that is left of a message. */
const leftOf = ({ text, split }: PasteDraft): string[] => [text, ...(typeof split === 'object' ? split.rest : [])]

/** A pasted message becomes a record: what was read of it beside the text, corrected and then saved. It is kept until it is saved or thrown away. */
export function PasteDialog({ request, onClose }: { request: PasteRequest; onClose: () => void }) {
  const { t } = useWords()
  const office = useOffice()
  const room = useRoom()
  const toast = useToast()
  const { paste } = useRecordActions()
  const { draft, setDraft } = useDraft<PasteDraft>('paste')
  const kinds = [...new Set([...PASTED_KINDS, request.entity])].filter((key) => office.entity(key)?.grant.create)
  const usual = kinds.includes(request.entity) ? request.entity : (kinds[0] ?? 'customer')
  const [now, setNow] = useState<PasteDraft>(() => {
    if (!request.text || request.text === draft?.text) return draft ?? { entity: usual, text: '', waiting: [] }
    return { entity: usual, text: request.text, waiting: draft?.text ? [...draft.waiting, ...leftOf(draft)] : [] }
  })
  useEffect(() => {
    if (now.text) setDraft(now)
  }, [now, setDraft])
  // Always the same function: the form tells whenever it is given another one, and each telling would make one.
  const keepFilled = useCallback((filled: FilledPaste) => setNow((old) => (old.filled === filled ? old : { ...old, filled })), [])
  // The next message that waits is offered in the same breath as what was done with this one.
  const done = (said?: ToastRequest) => {
    if (typeof now.split === 'object' && now.split.rest.length > 0) {
      const [next = '', ...rest] = now.split.rest
      if (said) toast.show(said)
      return setNow({ ...now, text: next, filled: undefined, split: { ...now.split, at: now.split.at + 1, rest } })
    }
    const [text, ...waiting] = now.waiting
    setDraft(text ? { entity: usual, text, waiting } : undefined)
    onClose()
    const offer = t('paste.waiting', { count: now.waiting.length })
    if (text)
      toast.show({
        ...said,
        text: said ? `${said.text} · ${offer}` : offer,
        action: { label: t('paste.go_on'), run: () => paste({ entity: usual }) },
        seconds: 20,
      })
    else if (said) toast.show(said)
  }
  const table = pastedTable(now.text)
  const full = room === 'phone'
  const shared = { full, onClose, onDiscard: () => done() }
  if (kinds.length === 0) return <Notice {...shared} text={t('paste.may_not')} />
  if (table)
    return (
      <PasteTable
        {...shared}
        entity={now.entity}
        text={now.text}
        table={table}
        onRow={(text) => setNow({ ...now, text, filled: undefined, waiting: [...now.waiting, now.text] })}
      />
    )
  if (now.text === '' || now.text.length > LONGEST_PASTE)
    return <PasteBox {...shared} text={now.text} onText={(text) => setNow({ ...now, text })} />
  const choice = kinds.length > 1 && (
    <SegmentedControl
      aria-label={t('paste.as')}
      value={now.entity}
      onChange={(entity) => setNow({ ...now, entity, filled: undefined })}
      data={kinds.map((key) => ({ value: key, label: office.entityLabel(key, 'one') }))}
    />
  )
  const takeApart = (parts: string[]) => {
    const [text = '', ...rest] = parts
    setNow((old) => ({ ...old, text, filled: undefined, split: { whole: old.text, at: 1, of: parts.length, rest } }))
  }
  const putTogether = (text: string) => setNow((old) => ({ ...old, text, filled: undefined, split: 'together' }))
  return (
    <ReadPaste
      {...shared}
      now={now}
      choice={choice}
      onApart={takeApart}
      onTogether={putTogether}
      onFilled={keepFilled}
      onDone={done}
    />
  )
}

type Shared = { full: boolean; onClose: () => void; onDiscard: () => void }

function ReadPaste({
  now,
  choice,
  onApart,
  onTogether,
  onFilled,
  onDone,
  ...shared
}: Shared & {
  now: PasteDraft
  choice: React.ReactNode
  onApart: (parts: string[]) => void
  onTogether: (whole: string) => void
  onFilled: (filled: FilledPaste) => void
  onDone: (said?: ToastRequest) => void
}) {
  const { t } = useWords()
  const { data, error, refetch } = useRead(
    'readPaste',
    { params: { entity: now.entity }, body: { text: now.text } },
    { staleTime: Number.POSITIVE_INFINITY },
  )
  // Where it is plain who is who, each is a record of his own from the start.
  const takesApart = data?.sure === true && now.split === undefined && !now.filled
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each message.
  useEffect(() => {
    if (takesApart && data) onApart(data.apart)
  }, [takesApart])
  if (data && !takesApart)
    return (
      <PasteForm
        key={`${now.entity} ${now.text}`}
        {...shared}
        entity={now.entity}
        read={data}
        choice={
          <>
            {choice}
            <SeveralPeople split={now.split} parts={data.apart} sure={data.sure} onApart={onApart} onTogether={onTogether} />
          </>
        }
        filled={now.filled}
        onFilled={onFilled}
        onDone={onDone}
      />
    )
  return (
    <Dialog opened onClose={shared.onClose} title={t('paste.title')} size={1080} fullScreen={shared.full}>
      {error ? <ProblemPanel error={error} onRetry={() => void refetch()} /> : <SkeletonRows count={8} />}
    </Dialog>
  )
}

type SeveralProps = {
  split: PasteDraft['split']
  parts: string[]
  sure: boolean
  onApart: (parts: string[]) => void
  onTogether: (whole: string) => void
}

/** Says that the message speaks of several people, and which of them stands here; whether they are one record or several is the reader's choice. */
function SeveralPeople({ split, parts, sure, onApart, onTogether }: SeveralProps) {
  const { t } = useWords()
  if (typeof split === 'object')
    return (
      <p className="sp-paste-several" role="status">
        <IconUsers size={16} aria-hidden />
        <span>{t('paste.person_of', { at: split.at, of: split.of })}</span>
        {split.at === 1 && (
          <button type="button" className="sp-link" onClick={() => onTogether(split.whole)}>
            {t('paste.together')}
          </button>
        )}
      </p>
    )
  if (parts.length < 2) return null
  return (
    <p className="sp-paste-several" data-unsure={!sure || undefined} role="status">
      <IconUsers size={16} aria-hidden />
      <span>{t(sure ? 'paste.people' : 'paste.people_unsure', { count: parts.length })}</span>
      <button type="button" className="sp-link" onClick={() => onApart(parts)}>
        {t('paste.apart', { count: parts.length })}
      </button>
    </p>
  )
}

/** Where the message is put by hand: on a phone, where no key pastes, and where it is too long to be read as one. */
function PasteBox({ text, onText, full, onClose, onDiscard }: Shared & { text: string; onText: (text: string) => void }) {
  const { t, number } = useWords()
  const [typed, setTyped] = useState(text)
  const tooLong = typed.length > LONGEST_PASTE && !pastedTable(typed)
  const fromClipboard = async () => {
    const copied = await navigator.clipboard.readText().catch(() => '')
    if (copied) onText(copied)
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('paste.title')}
      size={720}
      fullScreen={full}
      actions={
        <SaveActions
          save={t('paste.read')}
          busy={false}
          disabled={typed.trim() === '' || tooLong}
          onSave={() => onText(typed)}
          onDiscard={onDiscard}
        />
      }
    >
      <Textarea
        label={t('paste.box')}
        description={t('paste.box_hint')}
        data-autofocus
        autosize
        minRows={8}
        maxRows={18}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain')
          if (typed.trim() !== '' || pasted.trim() === '') return
          event.preventDefault()
          setTyped(pasted)
          onText(pasted)
        }}
        error={tooLong && t('paste.too_long', { count: number(typed.length), most: number(LONGEST_PASTE) })}
      />
      {'clipboard' in navigator && typed === '' && (
        <div>
          <Button variant="default" leftSection={<IconClipboardText size={16} />} onClick={() => void fromClipboard()}>
            {t('paste.from_clipboard')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}

function Notice({ text, full, onClose }: Shared & { text: string }) {
  const { t } = useWords()
  return (
    <Dialog opened onClose={onClose} title={t('paste.title')} fullScreen={full}>
      <p>{text}</p>
    </Dialog>
  )
}
