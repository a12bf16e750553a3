import { IconClock } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { QrCode } from '../../components/qr-code.tsx'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { HostStatus } from './share-settings.tsx'

/** What a new PC or phone needs to come in: the code with the time it is good for, and what to scan. */
export function ShareConnect({ open, port }: { open: NonNullable<HostStatus['open']>; port: number }) {
  const { t } = useWords()
  const renew = useCommand('renewPairingCode')
  const code = open.code.value
  return (
    <aside className="sp-share-connect" aria-label={t('share.join_title')}>
      <h3>{t('share.join_title')}</h3>
      <p className="sp-t2 sp-table-text">{t('share.join_text')}</p>
      <p className="sp-share-code">
        {code.slice(0, 3)} {code.slice(3)}
      </p>
      <p className="sp-t2 sp-small sp-share-until">
        <IconClock size={13} aria-hidden /> <TimeLeft until={open.code.until} />
        <button type="button" className="sp-link" disabled={renew.busy} onClick={() => void renew.run({ body: {} })}>
          {t('share.code_new')}
        </button>
      </p>
      <h3>{t('share.phone_title')}</h3>
      {open.trustUrl && open.trustQr ? (
        <Scan title={t('share.phone_first')} url={open.trustUrl}>
          <QrCode {...open.trustQr} label={t('share.qr_trust', { url: open.trustUrl })} />
        </Scan>
      ) : (
        <p className="sp-warn sp-table-text">{t('share.no_trust_page', { port: port + 1 })}</p>
      )}
      <Scan title={t('share.phone_next')} url={open.url}>
        <QrCode {...open.qr} label={t('share.qr_open', { url: open.url })} />
      </Scan>
    </aside>
  )
}

function Scan({ title, url, children }: { title: string; url: string; children: ReactNode }) {
  return (
    <figure className="sp-share-scan">
      {children}
      <figcaption>
        {title}
        <span className="sp-t2">{url}</span>
      </figcaption>
    </figure>
  )
}

function TimeLeft({ until }: { until: string }) {
  const { t } = useWords()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.round((Date.parse(until) - now) / 1000))
  return <span>{t('share.code_until', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })}</span>
}
