import { Button, FileButton, NativeSelect } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { FILE_ACTIONS, FILE_TYPES, type FileAction, type FileItem } from '../../../core/contract/calendar.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Mark, type MarkTone } from '../../components/mark.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import { type CallReply, call } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { problemWords } from '../../lib/problem.ts'
import { useCommand } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

type Type = (typeof FILE_TYPES)[number]
type Checked = { name: string; text: string; type: Type; reply: CallReply<'checkCalendarFile'> }

/** A calendar file is UTF-8; what old Thai programs wrote is read, too. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-874').decode(bytes)
  }
}

/** Imports a calendar file: chosen, looked at event by event before anything is saved, then saved as one batch that can be undone. */
export function FileDialog({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const toast = useToast()
  const room = useRoom()
  const [checked, setChecked] = useState<Checked | undefined>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>()
  const apply = useCommand('importCalendarFile')
  const undo = useCommand('undoBatch')
  const check = async (name: string, text: string, type: Type) => {
    setBusy(true)
    setProblem(undefined)
    try {
      setChecked({ name, text, type, reply: await call('checkCalendarFile', { body: { name, text, type } }) })
    } catch (error) {
      setChecked(undefined)
      setProblem(problemWords(words, error).text)
    }
    setBusy(false)
  }
  const save = async ({ name, text, type }: Checked) => {
    try {
      const { batchId, counts, failed } = await apply.run({ body: { name, text, type } })
      toast.show({
        text: t(failed > 0 ? 'calendar.file.done_failed' : 'calendar.file.done', { ...counts, failed }),
        undo: () => undo.run({ params: { batchId }, body: {} }),
      })
      onClose()
    } catch (error) {
      toast.problem(error)
    }
  }
  const count = checked ? checked.reply.counts.add + checked.reply.counts.update + checked.reply.counts.cancel : 0
  const ready = count > 0 && !apply.busy
  useActions({ save: () => void (checked && save(checked)) }, { always: true, onTop: true, enabled: ready })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('calendar.file.title')}
      size={760}
      fullScreen={room === 'phone'}
      note={checked && t('calendar.file.dry', { name: checked.name })}
      actions={
        checked && (
          <>
            <Button variant="default" onClick={() => setChecked(undefined)}>
              {t('calendar.file.again')}
            </Button>
            <Button
              disabled={count === 0}
              loading={apply.busy}
              onClick={() => void save(checked)}
              rightSection={count > 0 && <ActionKey id="save" onFill />}
            >
              {count > 0 ? t('calendar.file.apply', { count }) : t('calendar.file.nothing')}
            </Button>
          </>
        )
      }
    >
      {problem && (
        <p className="sp-cal-note sp-bad" role="alert">
          {problem}
        </p>
      )}
      {checked ? (
        <DryLook checked={checked} onType={(type) => void check(checked.name, checked.text, type)} />
      ) : (
        <>
          <p className="sp-table-text">{t('calendar.file.drop')}</p>
          <FileButton
            accept=".ics,text/calendar"
            onChange={(file) => file && void textOf(file).then((text) => check(file.name, text, 'meeting'))}
          >
            {(props) => (
              <Button {...props} loading={busy} leftSection={<IconFileImport size={16} aria-hidden />} className="sp-cal-choose">
                {t(busy ? 'calendar.file.checking' : 'calendar.file.choose')}
              </Button>
            )}
          </FileButton>
        </>
      )}
    </Dialog>
  )
}

const TONES: Record<FileAction, MarkTone> = { add: 'ok', update: 'here', cancel: 'bad', same: 'plain', skip: 'warn' }

function DryLook({ checked, onType }: { checked: Checked; onType: (type: Type) => void }) {
  const { t } = useWords()
  const office = useOffice()
  const { counts, items } = checked.reply
  const total = FILE_ACTIONS.reduce((sum, action) => sum + counts[action], 0)
  return (
    <>
      <div className="sp-row sp-wrap">
        {FILE_ACTIONS.filter((action) => counts[action] > 0).map((action) => (
          <Mark key={action} tone={TONES[action]}>
            {t(`calendar.action.${action}`)} {counts[action]}
          </Mark>
        ))}
        <span className="sp-grow" />
        <NativeSelect
          aria-label={t('calendar.file.type')}
          value={checked.type}
          data={FILE_TYPES.map((value) => ({
            value,
            label: `${t('calendar.file.type')} ${office.choiceLabel('activityType', value)}`,
          }))}
          onChange={(event) => onType(event.currentTarget.value as Type)}
        />
      </div>
      <ul className="sp-cal-file">
        {items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one look never move.
          <FileLine key={at} item={item} />
        ))}
      </ul>
      {total > items.length && <p className="sp-t2 sp-small">{t('calendar.file.shown', { count: items.length, total })}</p>}
    </>
  )
}

function FileLine({ item }: { item: FileItem }) {
  const { t } = useWords()
  const dates = useDates()
  const when =
    item.at &&
    (item.allDay
      ? dates.date(dates.dayOf(item.at), 'weekday')
      : `${dates.date(dates.dayOf(item.at), 'weekday')} ${dates.timeOf(item.at)}`)
  return (
    <li>
      <Mark tone={TONES[item.action]}>{t(`calendar.action.${item.action}`)}</Mark>
      <div className="sp-grow">
        <div className="cut sp-strong">{item.title}</div>
        {item.reasons.map((reason) => (
          <div key={reason.code} className="sp-t2 sp-small">
            {t(`calendar.reason.${reason.code}`, { ...reason.params, ...dayParam(dates, reason.params?.until) })}
          </div>
        ))}
      </div>
      <span className="sp-t2 sp-table-text sp-nowrap">{when}</span>
    </li>
  )
}

/** A day among a reason's parameters, as people write days. */
const dayParam = (dates: ReturnType<typeof useDates>, until: string | number | undefined) =>
  typeof until === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(until) ? { until: dates.date(until, 'medium') } : {}
