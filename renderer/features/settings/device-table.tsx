import type { SessionInfo } from '../../../core/contract/people.ts'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

type DeviceTableProps = {
  sessions: readonly SessionInfo[]
  /** With a column that says whose. */
  people?: boolean
  onEnd: (id: string) => Promise<unknown>
}

/** Where people are signed in, each with the verb that ends it. */
export function DeviceTable({ sessions, people = false, onEnd }: DeviceTableProps) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
  const end = async (id: string) => {
    try {
      await onEnd(id)
      toast.show({ text: t('devices.ended') })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <table className="sp-set-table">
      <thead>
        <tr>
          {people && <th scope="col">{t('devices.who')}</th>}
          <th scope="col">{t('devices.device')}</th>
          <th scope="col" className="sp-desk">
            {t('devices.address')}
          </th>
          <th scope="col">{t('devices.seen')}</th>
          <th scope="col" className="sp-desk">
            {t('devices.since')}
          </th>
          <th aria-hidden />
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => {
          const device = session.device || t('devices.unknown')
          const name = people ? `${office.userLabel(session.userId)}, ${device}` : device
          return (
            <tr key={session.id}>
              {people && <td className="sp-strong">{office.userLabel(session.userId)}</td>}
              <td>
                {device} {session.current && <span className="sp-t3 sp-small">({t('devices.here')})</span>}
              </td>
              <td className="sp-t2 sp-desk">{session.address}</td>
              <td className="sp-t2">{dates.when(session.seenAt, true)}</td>
              <td className="sp-t2 sp-desk">{dates.when(session.createdAt, true)}</td>
              <td className="sp-set-acts">
                {!session.current && (
                  <button
                    type="button"
                    className="sp-link"
                    aria-label={t('devices.end_of', { device: name })}
                    onClick={() => void end(session.id)}
                  >
                    {t('devices.end')}
                  </button>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
