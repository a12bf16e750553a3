import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import { useWords } from '../lib/words.ts'
import { Dialog } from './dialog.tsx'

/** The way back to this PC alone, for the desktop app that works in an office; nothing elsewhere. */
export function LeaveOffice() {
  const { t } = useWords()
  const bridge = desktopBridge()
  const [host, setHost] = useState<string>()
  const [asking, setAsking] = useState(false)
  useEffect(() => {
    void bridge?.office().then(({ mode, host: of }) => mode === 'joined' && setHost(of))
  }, [bridge])
  if (!bridge || host === undefined) return null
  const leave = async () => {
    await bridge.leaveOffice()
    location.assign('/')
  }
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('join.leave')}
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('join.leave_title', { host })}
        size={480}
        actions={
          <>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('action.discard')}
            </Button>
            <Button onClick={() => void leave()} data-autofocus>
              {t('join.leave')}
            </Button>
          </>
        }
      >
        <p>{t('join.leave_text')}</p>
      </Dialog>
    </>
  )
}
