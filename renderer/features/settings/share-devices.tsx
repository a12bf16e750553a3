import { Button } from '@mantine/core'
import { IconClock, IconDeviceDesktop } from '@tabler/icons-react'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { Mark } from '../../components/mark.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { HostStatus } from './share-settings.tsx'

type Device = HostStatus['devices'][number]

/** The PCs of the office: those that wait for an answer first, then those that may come in. */
export function ShareDevices({ devices }: { devices: Device[] }) {
  const { t } = useWords()
  const waiting = devices.filter((device) => device.state === 'waiting')
  const approved = devices.filter((device) => device.state === 'approved')
  return (
    <>
      {waiting.length > 0 && (
        <section className="sp-share-waiting" aria-label={t('share.waiting')}>
          <p className="sp-t2 sp-table-text">{t('share.waiting_text')}</p>
          <ul>
            {waiting.map((device, at) => (
              <Waiting key={device.id} device={device} first={at === 0} />
            ))}
          </ul>
        </section>
      )}
      <h3 className="sp-set-h3">{t('share.devices')}</h3>
      {approved.length === 0 ? (
        <p className="sp-t2 sp-table-text">{t('share.devices_none')}</p>
      ) : (
        <table className="sp-set-table">
          <thead>
            <tr>
              <th>{t('share.device')}</th>
              <th>{t('share.device_seen')}</th>
              <th aria-hidden />
            </tr>
          </thead>
          <tbody>
            {approved.map((device) => (
              <Approved key={device.id} device={device} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function Waiting({ device, first }: { device: Device; first: boolean }) {
  const { t } = useWords()
  const dates = useDates()
  const toast = useToast()
  const { run, busy } = useCommand('decideDevice')
  const decide = async (state: 'approved' | 'refused') => {
    try {
      await run({ params: { id: device.id }, body: { state } })
      toast.show({ text: t(`share.${state}`, { name: device.name }) })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <li>
      <IconDeviceDesktop size={18} aria-hidden />
      <div className="sp-grow sp-share-device">
        <span className="sp-strong">{device.name}</span>
        <span className="sp-t2">
          {t(`platform.${device.platform}`)} · {device.address} ·{' '}
          {t('share.device_asked', { when: dates.when(device.requestedAt) })}
        </span>
      </div>
      <Mark tone="warn" icon={IconClock}>
        {t('share.waiting')}
      </Mark>
      <div className="sp-row">
        <Button size="compact-sm" variant={first ? 'filled' : 'default'} loading={busy} onClick={() => void decide('approved')}>
          {t('share.approve')}
        </Button>
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void decide('refused')}>
          {t('share.refuse')}
        </Button>
      </div>
    </li>
  )
}

function Approved({ device }: { device: Device }) {
  const { t } = useWords()
  const dates = useDates()
  const toast = useToast()
  const { run, busy } = useCommand('decideDevice')
  const [asking, setAsking] = useState(false)
  const revoke = async () => {
    try {
      await run({ params: { id: device.id }, body: { state: 'revoked' } })
      toast.show({ text: t('share.revoked', { name: device.name }) })
    } catch (error) {
      toast.problem(error)
    }
    setAsking(false)
  }
  return (
    <tr>
      <td>
        <span className="sp-strong">{device.name}</span>{' '}
        <span className="sp-t2">
          {t(`platform.${device.platform}`)} · {device.address}
        </span>
      </td>
      <td className="sp-t2">{device.seenAt ? dates.when(device.seenAt) : t('share.device_never')}</td>
      <td className="sp-set-acts">
        <button
          type="button"
          className="sp-link"
          aria-label={`${t('share.revoke')} ${device.name}`}
          onClick={() => setAsking(true)}
        >
          {t('share.revoke')}
        </button>
        <Dialog
          opened={asking}
          onClose={() => setAsking(false)}
          title={t('share.revoke_title', { name: device.name })}
          size={480}
          actions={
            <>
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('action.discard')}
              </Button>
              <Button loading={busy} onClick={() => void revoke()} data-autofocus>
                {t('share.revoke')}
              </Button>
            </>
          }
        >
          <p>{t('share.revoke_text')}</p>
        </Dialog>
      </td>
    </tr>
  )
}
