import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { API_VERSION, type NotServed } from '../../core/contract/version.ts'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import { LeaveOffice } from '../components/leave-office.tsx'
import { Logo } from '../components/logo.tsx'
import { useWords } from '../lib/words.ts'
import './welcome.css'

/** Instead of everything: this window and the host are of versions that do not work together. It says what to do, and nothing else can be done. */
export function VersionScreen({ reason }: { reason: NotServed }) {
  const { t } = useWords()
  const bridge = desktopBridge()
  const [host, setHost] = useState<string>()
  const [version, setVersion] = useState<string>()
  useEffect(() => {
    void bridge?.office().then((office) => setHost(office.host))
    void bridge?.about().then((about) => setVersion(about.version))
  }, [bridge])
  const where = bridge ? 'desktop' : 'browser'
  const old = reason === 'client.too_old'
  return (
    <main className="sp-welcome">
      <div className="sp-welcome-card" role="alert">
        <Logo size={40} />
        <h1>{t(`version.${old ? 'old' : 'new'}_title_${where}`)}</h1>
        <p>{t(`version.${old ? 'old' : 'new'}_text_${where}`)}</p>
        {bridge && host && <p>{t('version.meanwhile', { address: `https://${host}` })}</p>}
        <p className="sp-t2">{t('version.kept')}</p>
        <div className="sp-row">
          <Button onClick={() => location.reload()} data-autofocus autoFocus>
            {t(bridge ? 'version.again' : 'version.reload')}
          </Button>
          <LeaveOffice />
        </div>
        <p className="sp-t3 sp-small">
          {version ? t('version.this_app', { version, api: API_VERSION }) : t('version.this_page', { api: API_VERSION })}
        </p>
      </div>
    </main>
  )
}
