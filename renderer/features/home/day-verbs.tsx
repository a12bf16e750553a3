import { Button } from '@mantine/core'
import { IconMessageCircle, IconPhone } from '@tabler/icons-react'
import type { DayItem } from '../../../core/contract/home.ts'
import type { RecordRow } from '../../../core/contract/records.ts'
import { formatPhone } from '../../../core/thai/phone.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { firstPhone } from '../../records/phone-call.tsx'
import { APPOINTMENTS } from './day-lines.tsx'
import { calledFor } from './log-task.ts'
import { outcomesOf } from './use-day-acts.ts'

type VerbProps = {
  item: DayItem
  onCall: (entity: string, row: RecordRow) => void
  onLog: (() => void) | undefined
  onOutcome: (outcome: string) => void
  onSnooze: () => void
  onReschedule: () => void
  /** Where one writes by LINE. */
  onLine: (() => void) | undefined
  /** False where there is nothing to put off: a day comes when it comes. */
  mayWait: boolean
}

/** What can be done with the line under the cursor, each with its key. */
export function Verbs({ item, onCall, onLog, onOutcome, onSnooze, onReschedule, onLine, mayWait }: VerbProps) {
  const { t } = useWords()
  const office = useOffice()
  const called = useCalled(item)
  // One goes to a meeting and rings up for the rest: the first verb is the likely one, the other keeps its key.
  const phone = APPOINTMENTS.includes(String(item.row.type)) ? undefined : called.row && firstPhone(called.row)
  const outcomes = outcomesOf(item)
  return (
    <div className="sp-day-outcomes">
      {phone && called.row ? (
        <Button
          leftSection={<IconPhone size={16} />}
          rightSection={<ActionKey id="dayCall" onFill />}
          onClick={() => called.row && onCall(called.entity, called.row)}
        >
          {t('home.call_number', { number: formatPhone(phone.e164) })}
        </Button>
      ) : null}
      {onLine && typeof item.row.lineId === 'string' && (
        <Button
          variant={phone ? 'default' : 'filled'}
          leftSection={<IconMessageCircle size={16} />}
          rightSection={<ActionKey id="dayLine" onFill={!phone} />}
          onClick={onLine}
        >
          {t('home.line', { id: item.row.lineId })}
        </Button>
      )}
      {onLog && (!phone || item.kind === 'deal') && !(onLine && item.row.lineId) && (
        <Button variant={phone ? 'default' : 'filled'} rightSection={<ActionKey id="dayLog" onFill={!phone} />} onClick={onLog}>
          {item.kind === 'deal' ? t('page.plan_next') : t('home.log')}
        </Button>
      )}
      {outcomes.length > 0 && <span className="sp-t2 sp-table-text">{t('home.outcome')}</span>}
      {outcomes.map((key, at) => (
        <Button key={key} variant="default" rightSection={<ActionKey id="dayOutcome" at={at} />} onClick={() => onOutcome(key)}>
          {office.choiceLabel('outcome', key)}
        </Button>
      ))}
      {mayWait && (
        <>
          <Button variant="subtle" color="gray" rightSection={<ActionKey id="daySnooze" />} onClick={onSnooze}>
            {t('page.snooze')}
          </Button>
          <Button variant="subtle" color="gray" rightSection={<ActionKey id="dayMove" />} onClick={onReschedule}>
            {t('home.other_time')}
          </Button>
        </>
      )}
    </div>
  )
}

/** The person or firm behind a line, read when the cursor comes to it, because its number is wanted. */
export function useCalled(item: DayItem | undefined): { entity: string; row: RecordRow | undefined } {
  const target = item && calledFor(item)
  const { data } = useRead(
    'getRecord',
    { params: { entity: target?.entity ?? '', id: target?.id ?? '' } },
    { enabled: target !== undefined && item?.kind !== 'lead' },
  )
  if (item?.kind === 'lead') return { entity: 'lead', row: item.row }
  return { entity: target?.entity ?? '', row: target ? data : undefined }
}
