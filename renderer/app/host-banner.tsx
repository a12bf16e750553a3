import { Button } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import { useWaiting } from '../lib/waiting.ts'
import { useWords } from '../lib/words.ts'

/** Short gaps heal by themselves and are not worth a banner. */
const SHOWN_AFTER_MS = 2500

/** Says for how long the host has been away, that reading still works and what waits to be sent, and offers to try at once. */
export function HostBanner({ lostSince, onTry }: { lostSince: number; onTry: () => void }) {
  const { t, number } = useWords()
  const waiting = useWaiting()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const shown = now - lostSince >= SHOWN_AFTER_MS
  const impostor = useImpostor(shown)
  if (!shown) return null
  return (
    <div className="sp-host-banner" role="alert">
      <IconCloudOff size={18} aria-hidden />
      <p className="sp-grow">
        {impostor ? (
          <strong>{t('error.office.key_changed')}</strong>
        ) : (
          <>
            <strong>{t('host.lost_title', { seconds: Math.round((now - lostSince) / 1000) })}</strong> {t('host.lost_text')}
            {waiting > 0 && <> {t('host.waiting', { count: number(waiting) })}</>}
          </>
        )}
      </p>
      <Button variant="default" onClick={onTry}>
        {t('host.try_now')}
      </Button>
    </div>
  )
}

/** Whether it is not silence but somebody else who answers in the host's place, as the desktop app knows. */
function useImpostor(asked: boolean): boolean {
  const [impostor, setImpostor] = useState(false)
  useEffect(() => {
    if (!asked) return
    const bridge = desktopBridge()
    const ask = () => void bridge?.office().then(({ problem }) => setImpostor(problem === 'office.key_changed'))
    ask()
    const timer = setInterval(ask, 3000)
    return () => clearInterval(timer)
  }, [asked])
  return impostor
}
