import { Button, Loader, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { type CallReply, call } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'

/** The server answers a moment longer before it goes down to swap the data in. */
const FIRST_LOOK_MS = 2000
const NEXT_LOOK_MS = 700

/** Brings a backup back after the word for it was typed; the office of now is backed up first. */
export function RestoreDialog({ name, at, onClose }: { name: string; at: string; onClose: () => void }) {
  const { t } = useWords()
  const dates = useDates()
  const toast = useToast()
  const { run, busy } = useCommand('restoreBackup')
  const [typed, setTyped] = useState('')
  const [restored, setRestored] = useState<CallReply<'restoreBackup'>>()
  const when = dates.when(at, true)
  const word = t('settings.backup.restore_word')
  const ready = typed.trim().toLowerCase() === word.toLowerCase()
  const restore = async () => {
    if (!ready || busy) return
    try {
      setRestored(await run({ body: { name } }))
    } catch (error) {
      toast.problem(error)
    }
  }
  if (restored) return <Restarting restored={restored} />
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('settings.backup.restore_title', { when })}
      size={520}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
          <Button loading={busy} disabled={!ready} onClick={() => void restore()}>
            {t('settings.backup.restore_go')}
          </Button>
        </>
      }
    >
      <p>{t('settings.backup.restore_text', { when })}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void restore()
        }}
      >
        <TextInput
          label={t('settings.backup.restore_type', { word })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
          autoComplete="off"
        />
      </form>
    </Dialog>
  )
}

/** Waits until the server is back with the restored data, then opens it. */
function Restarting({ restored }: { restored: CallReply<'restoreBackup'> }) {
  const { t, number } = useWords()
  useEffect(() => {
    let timer = setTimeout(look, FIRST_LOOK_MS)
    function look() {
      call('getSession', {})
        .then(() => location.assign('/'))
        .catch(() => {
          timer = setTimeout(look, NEXT_LOOK_MS)
        })
    }
    return () => clearTimeout(timer)
  }, [])
  const count = (key: string) => number(restored.counts[key] ?? 0)
  return (
    <Dialog opened onClose={() => undefined} title={t('settings.backup.restoring')} size={520}>
      <div className="sp-row" role="status">
        <Loader size={18} />
        <p>{t('settings.backup.restoring_text')}</p>
      </div>
      <p className="sp-t2 sp-table-text">
        {t('settings.backup.restored_counts', {
          customer: count('customer'),
          contact: count('contact'),
          deal: count('deal'),
          activity: count('activity'),
        })}
      </p>
    </Dialog>
  )
}
