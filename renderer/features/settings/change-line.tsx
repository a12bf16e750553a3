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

/** A change of the settings: whose, when, from what to what; with the way back for whoever runs the office. */
export function ChangeLine({ change }: { change: ConfigurationChange }) {
  const { t, find } = useWords()
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
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
      <ul>
        {change.differences.map((line) => (
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
    </article>
  )
}
