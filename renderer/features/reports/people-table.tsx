import { useState } from 'react'
import { formatCompactBaht } from '../../../core/money.ts'
import { readTarget, targetText } from '../../../core/sales/target-text.ts'
import { useToast } from '../../components/toast.tsx'
import { useMonths } from '../../lib/months.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { ForecastHead, StandingCells, topOf } from './forecast-numbers.tsx'
import type { Forecast } from './forecast-screen.tsx'

type Month = Forecast['months'][number]
type Person = Month['people'][number]

/** One month by person; what somebody commits to is written here. */
export function PeopleTable({ month }: { month: Month }) {
  const { t } = useWords()
  const office = useOffice()
  const { monthName } = useMonths()
  const sells = (person: Person) => office.users.find((user) => user.id === person.id)?.role !== 'readonly'
  const people = month.people
    .filter(
      (person) => person.wonCount + person.open.count > 0 || person.target !== null || person.committed !== null || person.may,
    )
    .filter((person) => sells(person) || person.wonCount + person.open.count > 0)
    .sort((a, b) => b.won + b.open.weighted - (a.won + a.open.weighted))
  const top = topOf(people)
  const title = t('forecast.by_person', { month: monthName(month.month, true) })
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {people.length === 0 && <p className="sp-t2">{t('forecast.nobody')}</p>}
      {people.length > 0 && (
        <div className="sp-forecast-scroll">
          <table className="sp-figures sp-forecast-table sp-stacks">
            <ForecastHead first={t('forecast.person')} />
            <tbody>
              {people.map((person) => (
                <PersonLine key={person.id} person={person} month={month.month} top={top} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="sp-t2 sp-small sp-forecast-hint sp-no-print">{t('forecast.commit_hint')}</p>
    </section>
  )
}

function PersonLine({ person, month, top }: { person: Person; month: string; top: number }) {
  const office = useOffice()
  return (
    <tr>
      <th scope="row">
        <div className="cut">{office.userLabel(person.id)}</div>
      </th>
      <StandingCells
        standing={person}
        month={month}
        members={[person.id]}
        top={top}
        {...(person.may && { commitment: <Commitment key={`${month} ${person.committed}`} person={person} month={month} /> })}
      />
    </tr>
  )
}

/** What a person commits to in a month: written with Enter or by going on, taken back with Esc, undone from the toast. */
function Commitment({ person, month }: { person: Person; month: string }) {
  const { t, lang } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { monthName } = useMonths()
  const { run } = useCommand('saveCommitments')
  const stored = targetText(person.committed)
  const [text, setText] = useState(stored)
  const amount = readTarget(text)
  const names = { who: office.userLabel(person.id), month: monthName(month, true) }
  const write = (to: number | null, was: number | null) => run({ body: { cells: [{ id: person.id, month, amount: to, was }] } })
  const save = async () => {
    if (amount === undefined) return toast.show({ text: t('forecast.bad', { text }), tone: 'bad' })
    if (amount === person.committed) return
    try {
      await write(amount, person.committed)
      const said =
        amount === null ? t('forecast.cleared', names) : t('forecast.saved', { ...names, sum: formatCompactBaht(amount, lang) })
      toast.show({ text: said, undo: () => write(person.committed, amount) })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <input
      className="sp-forecast-said"
      inputMode="decimal"
      aria-label={t('forecast.commit_of', names)}
      aria-invalid={amount === undefined || undefined}
      placeholder="–"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.code === 'Enter' || event.code === 'NumpadEnter') event.currentTarget.blur()
        if (event.code === 'Escape') setText(stored)
      }}
    />
  )
}
