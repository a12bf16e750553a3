import { Button } from '@mantine/core'
import { LeaveOffice } from '../../components/leave-office.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import { DeviceTable } from './device-table.tsx'
import { OwnPassword } from './own-password.tsx'
import { OwnTotp } from './own-totp.tsx'
import { SectionHead } from './section-head.tsx'

/** One's own account: the password, and the devices on which one is signed in. */
export function OwnAccount() {
  const { t } = useWords()
  const toast = useToast()
  const { data, error, refetch } = useRead('mySessions', {})
  const end = useCommand('endMySession')
  const others = useCommand('endMyOtherSessions')
  const endOthers = async () => {
    try {
      await others.run({})
      toast.show({ text: t('devices.ended') })
    } catch (problem) {
      toast.problem(problem)
    }
  }
  return (
    <>
      <SectionHead title={t('settings.tab.me')}>
        <LeaveOffice />
      </SectionHead>
      <OwnPassword />
      <OwnTotp />
      {error && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={3} />}
      {data && data.sessions.length > 0 && (
        <section className="sp-set-block sp-set-wide">
          <h3>{t('devices.title')}</h3>
          <p className="sp-t2 sp-table-text">{t('devices.note')}</p>
          <DeviceTable sessions={data.sessions} onEnd={(id) => end.run({ params: { id } })} />
          {data.sessions.length > 1 && (
            <Button variant="default" loading={others.busy} onClick={() => void endOthers()}>
              {t('devices.end_others')}
            </Button>
          )}
        </section>
      )}
    </>
  )
}
