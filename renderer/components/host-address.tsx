import { Button, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { desktopBridge, type OfficeState } from '../../core/desktop-bridge.ts'
import { addressOf } from '../../core/lan/office-address.ts'
import { useWords } from '../lib/words.ts'
import { Dialog } from './dialog.tsx'

/** For the desktop app whose host has another address and is not found by itself: the address is typed, and that is all. Nothing elsewhere. */
export function HostAddress({ onFound }: { onFound: () => void }) {
  const { t, find } = useWords()
  const bridge = desktopBridge()
  const [host, setHost] = useState<string>()
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    void bridge?.office().then(({ mode, host: at }) => mode !== 'local' && setHost(at))
  }, [bridge])
  if (!bridge || host === undefined) return null
  const go = async () => {
    const address = addressOf(typed)
    if (!address) return setProblem(t('join.address_wrong'))
    setBusy(true)
    setProblem(undefined)
    const state = await bridge.hostIsAt(address).catch((): OfficeState => ({ mode: 'joined', problem: 'office.no_answer' }))
    setBusy(false)
    if (state.problem) return setProblem(find(`error.${state.problem}`) ?? t('error.office.no_answer'))
    setAsking(false)
    onFound()
  }
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('join.moved')}
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('join.moved_title')}
        size={480}
        actions={
          <>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('action.back')}
            </Button>
            <Button type="submit" form="host-address" loading={busy} disabled={typed.trim() === ''}>
              {t('join.moved_go')}
            </Button>
          </>
        }
      >
        <form
          id="host-address"
          className="sp-dialog-form"
          onSubmit={(event) => {
            event.preventDefault()
            void go()
          }}
        >
          <p>{t('join.moved_text')}</p>
          <TextInput
            label={t('join.moved_address')}
            description={t('join.address_hint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder={host}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={problem}
            spellCheck={false}
            autoComplete="off"
            data-autofocus
          />
        </form>
      </Dialog>
    </>
  )
}
