import { Button } from '@mantine/core'
import { useState } from 'react'
import { weekdayOf } from '../../../core/thai/calendar.ts'
import { addDays, instantToLocal } from '../../../core/thai/date.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { DateTimeField } from '../../components/date-time-field.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { KeyCap } from '../../components/key-cap.tsx'
import { useActions } from '../../lib/actions.ts'
import { type Dates, useDates } from '../../lib/instants.ts'
import { useKeys } from '../../lib/keys.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

const MORNING = '09:00'
const TWO_HOURS_MS = 2 * 60 * 60_000
const HALF_HOUR_MS = 30 * 60_000
/** Nobody is called before or after these. */
const FIRST_HOUR = '08:00'
const LAST_HOUR = '17:30'

type Choice = { key: 'later' | 'tomorrow' | 'monday' | 'week'; at: string }

/** The times to which things are most often put off. */
function choicesFrom(dates: Dates, timeZone: string): Choice[] {
  const later = new Date(Math.ceil((Date.now() + TWO_HOURS_MS) / HALF_HOUR_MS) * HALF_HOUR_MS).toISOString()
  const local = instantToLocal(later, timeZone)
  const monday = addDays(dates.today, (8 - weekdayOf(dates.today)) % 7 || 7)
  return [
    ...(local.date === dates.today && local.time >= FIRST_HOUR && local.time <= LAST_HOUR
      ? [{ key: 'later', at: later } satisfies Choice]
      : []),
    { key: 'tomorrow', at: dates.instant(addDays(dates.today, 1), MORNING) },
    { key: 'monday', at: dates.instant(monday, MORNING) },
    { key: 'week', at: dates.instant(addDays(dates.today, 7), MORNING) },
  ]
}

type Props = { title: string; onChoose: (dueAt: string) => void; onClose: () => void }

/** When to do it instead: one key for the usual times, or any day and time as people say it. */
export function RescheduleDialog({ title, onChoose, onClose }: Props) {
  const { t } = useWords()
  const dates = useDates()
  const { timeZone } = useOffice()
  const [other, setOther] = useState<string | undefined>()
  const choices = choicesFrom(dates, timeZone)
  const take = (at: string | undefined) => () => at && onChoose(at)
  useKeys(Object.fromEntries(choices.map((choice, at) => [`Digit${at + 1}`, take(choice.at)])), { onTop: true })
  useActions({ save: take(other) }, { onTop: true, always: true })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('home.reschedule_what', { subject: title })}
      size={460}
      actions={
        <Button disabled={!other} onClick={take(other)} rightSection={<ActionKey id="save" onFill={other !== undefined} />}>
          {t('home.reschedule')}
        </Button>
      }
    >
      <div className="sp-day-times">
        {choices.map((choice, at) => (
          <Button
            key={choice.key}
            variant="default"
            justify="space-between"
            data-autofocus={at === 0 || undefined}
            rightSection={<KeyCap>{String(at + 1)}</KeyCap>}
            onClick={take(choice.at)}
          >
            <span>
              {t(`home.at.${choice.key}`)} <span className="sp-t2">{dates.when(choice.at, true)}</span>
            </span>
          </Button>
        ))}
      </div>
      <DateTimeField label={t('home.at.other')} value={other} today={dates.today} timeZone={timeZone} onChange={setOther} />
    </Dialog>
  )
}
