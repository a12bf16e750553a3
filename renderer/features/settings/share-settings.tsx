import { Button } from '@mantine/core'
import { IconAlertTriangle, IconBroadcast, IconDeviceDesktop } from '@tabler/icons-react'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SixWords } from '../../components/six-words.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useGo } from '../../lib/navigation.ts'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { SectionHead } from './section-head.tsx'
import { ShareConnect } from './share-connect.tsx'
import { ShareDevices } from './share-devices.tsx'
import { SharePlace } from './share-place.tsx'
import './share.css'

export type HostStatus = CallReply<'hostStatus'>
/** The code runs out and cables come out without anybody writing anything. */
const LOOK_EVERY_MS = 5_000

/** Sharing the office with the house: this PC as the host, what others need to come in, and who did. */
export function ShareSettings() {
  const { t } = useWords()
  const { data, error, refetch } = useRead('hostStatus', {}, { refetchInterval: LOOK_EVERY_MS })
  const failure = failureOf({ data, error })
  return (
    <>
      <SectionHead title={t('settings.tab.share')}>{data?.on && <StopSharing />}</SectionHead>
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows count={5} />
      ) : data.on ? (
        <Shared status={data} />
      ) : (
        <NotShared status={data} />
      )}
    </>
  )
}

function NotShared({ status }: { status: HostStatus }) {
  const { t } = useWords()
  return (
    <div className="sp-share-off">
      <IconDeviceDesktop size={40} stroke={1.4} aria-hidden />
      <h3>{t('share.off_title')}</h3>
      <p className="sp-t2">{t('share.off_text')}</p>
      {status.addresses.length === 0 && <p className="sp-warn">{t('share.no_address')}</p>}
      <SharePlace status={status} verb={t('share.make_host')} />
      <WithoutPassword status={status} />
    </div>
  )
}

function Shared({ status }: { status: HostStatus }) {
  const { t } = useWords()
  const { open } = status
  return (
    <div className="sp-share">
      <div className="sp-share-main">
        <Verdict status={status} />
        <WithoutPassword status={status} />
        <ShareDevices devices={status.devices} />
        {open && (
          <>
            <h3 className="sp-set-h3">{t('share.words')}</h3>
            <p className="sp-t2 sp-table-text sp-share-hint">{t('share.words_hint')}</p>
            <SixWords fingerprint={open.fingerprint} label={t('share.words')} />
          </>
        )}
        <dl className="sp-settings-facts">
          {open && (
            <>
              <dt>{t('share.where')}</dt>
              <dd>
                <strong className="sp-strong">{open.url}</strong>
                <p className="sp-t2">
                  {t('share.names')} {open.names.join(' · ')}
                </p>
              </dd>
              <dt>{t('share.found')}</dt>
              <dd>{open.found ? t('share.found_yes') : t('share.found_no')}</dd>
              <dt>{t('share.certificate')}</dt>
              <dd className="sp-t2 sp-share-print">{open.certificateSha256.split(':').join(' ')}</dd>
            </>
          )}
          <dt>{t('share.address')}</dt>
          <dd>
            <ChangePlace status={status} />
          </dd>
        </dl>
      </div>
      {open && <ShareConnect open={open} port={status.port} />}
    </div>
  )
}

/** Whether others can work now, and what to do where they cannot. */
function Verdict({ status }: { status: HostStatus }) {
  const { t } = useWords()
  const fine = status.state === 'listening'
  const state = status.state === 'off' ? 'failed' : status.state
  const params = { port: status.port, address: status.address }
  return (
    <div className="sp-verdict" data-tone={fine ? 'ok' : 'warn'} role="status">
      {fine ? <IconBroadcast size={24} aria-hidden /> : <IconAlertTriangle size={24} aria-hidden />}
      <div>
        <strong>{t(`share.state.${state}`, params)}</strong>
        {state !== 'starting' && <p>{t(`share.state.${state}_text`, params)}</p>}
      </div>
    </div>
  )
}

function WithoutPassword({ status }: { status: HostStatus }) {
  const { t } = useWords()
  const go = useGo()
  const { me } = useOffice()
  if (status.withoutPassword.length === 0) return null
  return (
    <p className="sp-share-password">
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        {t('share.without_password', { who: status.withoutPassword.join(t('list.separator')) })}{' '}
        <button
          type="button"
          className="sp-link"
          onClick={() => go('/settings', { search: { tab: me.hasPassword ? 'people' : 'me' } })}
        >
          {t('share.set_password')}
        </button>
      </span>
    </p>
  )
}

function ChangePlace({ status }: { status: HostStatus }) {
  const { t } = useWords()
  const [changing, setChanging] = useState(false)
  return changing ? (
    <SharePlace status={status} verb={t('action.save')} onDone={() => setChanging(false)} />
  ) : (
    <div className="sp-row sp-wrap">
      <span>
        {status.address} · {t('share.port')} {status.port}
      </span>
      <button type="button" className="sp-link" onClick={() => setChanging(true)}>
        {t('share.change_place')}
      </button>
    </div>
  )
}

function StopSharing() {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('setHost')
  const [asking, setAsking] = useState(false)
  const stop = async () => {
    try {
      await run({ body: { on: false } })
      toast.show({ text: t('share.stopped') })
    } catch (error) {
      toast.problem(error)
    }
    setAsking(false)
  }
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('share.stop')}
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('share.stop_title')}
        size={480}
        actions={
          <>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('action.discard')}
            </Button>
            <Button loading={busy} onClick={() => void stop()} data-autofocus>
              {t('share.stop')}
            </Button>
          </>
        }
      >
        <p>{t('share.stop_text')}</p>
      </Dialog>
    </>
  )
}
