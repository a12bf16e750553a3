import { Button } from '@mantine/core'
import { IconAlertTriangle, IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import type { AuditChecked } from '../../../core/contract/audit.ts'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

const LOOK_MS = 500
const SHOWN = 10

/** Whether the logs are as they were written: what the last look came to, and a look now. */
export function AuditChain() {
  const { t, number } = useWords()
  const dates = useDates()
  const toast = useToast()
  const { data } = useRead('auditState', {}, { refetchInterval: LOOK_MS * 20 })
  const running = useRead('auditState', {}, { enabled: data?.running !== undefined, refetchInterval: LOOK_MS })
  const { run, busy } = useCommand('checkAudit')
  if (!data) return null
  const { checked } = data
  const work = running.data?.running ?? data.running
  const tone = checked ? (checked.holds ? 'ok' : 'bad') : 'warn'
  return (
    <div className="sp-verdict sp-audit-chain" data-tone={tone}>
      {tone === 'ok' ? (
        <IconShieldCheck size={24} aria-hidden />
      ) : tone === 'bad' ? (
        <IconShieldX size={24} aria-hidden />
      ) : (
        <IconAlertTriangle size={24} aria-hidden />
      )}
      <div className="sp-grow" role="status">
        <strong>{t(checked ? (checked.holds ? 'audit.chain_whole' : 'audit.chain_broken') : 'audit.chain_never')}</strong>
        {work ? (
          <p>{t('audit.chain_running', { done: number(work.done), total: number(work.total) })}</p>
        ) : checked ? (
          <p>
            {t('audit.chain_when', {
              entries: number(checked.entries),
              when: dates.when(checked.at, true),
              compared: number(checked.compared),
            })}
          </p>
        ) : (
          <p>{t('audit.chain_new', { entries: number(data.entries) })}</p>
        )}
        {checked && (
          <p className="sp-audit-head" title={checked.head}>
            {t('audit.chain_head')} {checked.head.slice(0, 16)}
          </p>
        )}
        {checked && !checked.holds && <Faults checked={checked} />}
      </div>
      <Button
        variant="default"
        loading={busy || work !== undefined}
        onClick={() => void run({ body: {} }).catch((error: unknown) => toast.problem(error))}
      >
        {t('audit.chain_check')}
      </Button>
    </div>
  )
}

/** What is not as it was written, in words. */
function Faults({ checked }: { checked: AuditChecked }) {
  const { t, number } = useWords()
  const dates = useDates()
  const office = useOffice()
  const more = checked.faults.length - SHOWN
  return (
    <>
      <ul className="sp-audit-faults">
        {checked.cut && <li>{t('audit.chain_cut')}</li>}
        {checked.faults.slice(0, SHOWN).map((fault) => {
          const of = [
            ...(fault.at ? [dates.when(fault.at, true)] : []),
            ...(fault.userId ? [office.userLabel(fault.userId) || t('audit.nobody')] : []),
          ]
          return (
            <li key={`${fault.log} ${fault.seq} ${fault.is}`}>
              {t(`audit.fault.${fault.is}`, { log: t(`audit.log.${fault.log}`), seq: number(fault.seq) })}
              {of.length > 0 && <span className="sp-t2"> ({of.join(', ')})</span>}
            </li>
          )
        })}
        {more > 0 && <li>{t('audit.chain_more', { count: number(more) })}</li>}
      </ul>
      <p>{t('audit.chain_do')}</p>
    </>
  )
}
