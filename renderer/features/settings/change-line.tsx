import { Button } from '@mantine/core'
import { IconArrowBackUp, IconArrowRight } from '@tabler/icons-react'
import type { ConfigurationChange } from '../../../core/contract/ours.ts'
import { Mark } from '../../components/mark.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import './forms.css'

/** As many lines as a year has months; what a save of the whole grid has more of opens below. */
const MOST_LINES = 12

/** A change of the settings: whose, when, from what to what; with the way back for whoever runs the office. */
export function ChangeLine({ change }: { change: ConfigurationChange }) {
  const { t, find, number } = useWords()
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
  // One line more is shown rather than told of.
  const shown = change.differences.length <= MOST_LINES + 1 ? MOST_LINES + 1 : MOST_LINES
  const back = useCommand('rollBackConfiguration')
  const area = find(`settings.tab.${change.area}`) ?? change.area
  const name = [area, change.name].filter(Boolean).join(': ')
  const rollBack = async () => {
    try {
      await back.run({ params: { seq: change.seq }, body: {} })
      toast.show({ text: t('settings.history.done') })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <article className="sp-change" aria-label={name}>
      <div className="sp-row">
        <div className="sp-grow">
          <span className="sp-strong">{name}</span>{' '}
          <span className="sp-t3 sp-small">
            {office.userLabel(change.userId)} · {dates.date(dates.dayOf(change.at), 'short')} {dates.timeOf(change.at)}
          </span>
        </div>
        {change.rolledBackBy !== undefined ? (
          <Mark>{t('settings.history.rolled_back')}</Mark>
        ) : change.mayRollBack && office.admin ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            aria-label={t('settings.history.roll_back_of', { name })}
            loading={back.busy}
            onClick={() => void rollBack()}
          >
            {t('settings.history.roll_back')}
          </Button>
        ) : (
          !change.mayRollBack && <span className="sp-t3 sp-small">{t('settings.history.later')}</span>
        )}
      </div>
      <Differences lines={change.differences.slice(0, shown)} />
      {change.differences.length > shown && (
        <details className="sp-table-text">
          <summary className="sp-t2">{t('settings.history.lines', { count: number(change.differences.length - shown) })}</summary>
          <Differences lines={change.differences.slice(shown)} />
        </details>
      )}
    </article>
  )
}

function Differences({ lines }: { lines: ConfigurationChange['differences'] }) {
  const { t } = useWords()
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.what}>
          <span className="sp-t2">{line.what}</span>{' '}
          {line.before === '' ? (
            <>
              {t('settings.history.made')} {line.after}
            </>
          ) : (
            <>
              {line.before} <IconArrowRight size={14} aria-hidden /> {line.after || t('settings.history.gone')}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
