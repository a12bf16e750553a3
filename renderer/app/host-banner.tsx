import { Button } from '@mantine/core'
import { IconCloudExclamation, IconCloudOff, IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import type { ReadOnlyReason } from '../../core/read-only.ts'
import { useOffice } from '../lib/session.tsx'
import { useWaiting } from '../lib/waiting.ts'
import { useWords } from '../lib/words.ts'
import { Banner } from './banner.tsx'
import { READ_ONLY_WORDS } from './read-only-words.ts'

// A browser has nothing of it, and could not load it from a host that is away.
const HostAddress = lazy(() => import('../components/host-address.tsx').then((file) => ({ default: file.HostAddress })))

/** Says for how long the host has been away, that reading still works and what waits to be sent, and offers to try at once. */
export function HostBanner({ lostSince, onTry }: { lostSince: number; onTry: () => void }) {
  const { t, number } = useWords()
  const waiting = useWaiting()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const impostor = useImpostor()
  return (
    <Banner icon={<IconCloudOff size={18} aria-hidden />}>
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
      {desktopBridge() && (
        <Suspense fallback={null}>
          <HostAddress onFound={onTry} />
        </Suspense>
      )}
      <Button variant="default" onClick={onTry}>
        {t('host.try_now')}
      </Button>
    </Banner>
  )
}

/** What to do about a damaged file stands where the backups are; whoever may not go there tells the owner. */
function RestoreLink() {
  const { t } = useWords()
  const { admin } = useOffice()
  if (!admin) return null
  return (
    <Link to="/settings" search={{ tab: 'backup' }} className="sp-link">
      {t('read_only.to_backups')}
    </Link>
  )
}

/** Says why nothing can be saved, what to do about it, and what waits; it goes by itself. */
export function ReadOnlyBanner({ reason }: { reason: ReadOnlyReason }) {
  const { t, number } = useWords()
  const waiting = useWaiting()
  const grave = reason === 'disk.failed' || reason === 'database.damaged'
  return (
    <Banner icon={<IconLock size={18} aria-hidden />} grave={grave} quiet={reason === 'database.checking'}>
      <p className="sp-grow">
        <strong>{t(READ_ONLY_WORDS[reason].title)}</strong> {t(READ_ONLY_WORDS[reason].text)}
        {waiting > 0 && <> {t('read_only.waiting', { count: number(waiting) })}</>}
      </p>
      {reason === 'database.damaged' && <RestoreLink />}
    </Banner>
  )
}

/** Says in whose folder the data lie: a service that copies a database while it is written damages it. */
export function SyncedBanner({ by }: { by: string }) {
  const { t } = useWords()
  return (
    <Banner icon={<IconCloudExclamation size={18} aria-hidden />} grave>
      <p className="sp-grow">
        <strong>{t('read_only.synced_title', { by })}</strong> {t('read_only.synced_text', { by })}
      </p>
    </Banner>
  )
}

/** Whether it is not silence but somebody else who answers in the host's place, as the desktop app knows. */
function useImpostor(): boolean {
  const [impostor, setImpostor] = useState(false)
  useEffect(() => {
    const bridge = desktopBridge()
    const ask = () => void bridge?.office().then(({ problem }) => setImpostor(problem === 'office.key_changed'))
    ask()
    const timer = setInterval(ask, 3000)
    return () => clearInterval(timer)
  }, [])
  return impostor
}
