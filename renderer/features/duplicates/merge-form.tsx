import { Button } from '@mantine/core'
import { useState } from 'react'
import type { EntityInfo } from '../../../core/contract/office.ts'
import type { RecordRow } from '../../../core/contract/records.ts'
import { isMulti } from '../../../core/fields/field.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { useActions } from '../../lib/actions.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import type { Compared } from './compare-pane.tsx'
import {
  betterSurvivor,
  type Choice,
  chosenValues,
  fieldsToChoose,
  otherPlace,
  type Place,
  type Side,
  sideOf,
} from './merge-choice.ts'
import { ItemsRow, SidesRow, SurvivorRow } from './merge-rows.tsx'

export type MergeOrder = { survivor: RecordRow; loser: RecordRow; values: Record<string, unknown> }

type Props = {
  entity: EntityInfo
  compared: Compared
  busy: boolean
  dismissed: boolean
  onMerge: (order: MergeOrder) => void
  onSay: (different: boolean) => void
}

const sum = (pointing: Compared['pointing']['a']): number => pointing.reduce((all, { count }) => all + count, 0)

/** Both records side by side: who stays, field by field whose value, and for lists which items. ↑↓ go through the rows, ←→ choose. */
export function MergeForm({ entity, compared, busy, dismissed, onMerge, onSay }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const { a, b, pointing } = compared
  const pair = { a, b }
  const [choice, setChoice] = useState<Choice>(() => ({
    survivor: betterSurvivor(pair, { a: sum(pointing.a), b: sum(pointing.b) }),
    sides: {},
    left: new Set(),
  }))
  const [at, setAt] = useState(0)
  const { differing, same } = fieldsToChoose(entity, pair)
  const survivor = pair[choice.survivor]
  const loser = pair[otherPlace(choice.survivor)]
  const mayMerge = Boolean(survivor.may?.edit && loser.may?.delete)
  const keep = (place: Place) => setChoice((old) => ({ ...old, survivor: place }))
  const choose = (key: string, side: Side) => setChoice((old) => ({ ...old, sides: { ...old.sides, [key]: side } }))
  const toggle = (key: string) =>
    setChoice((old) => {
      const left = new Set(old.left)
      if (!left.delete(key)) left.add(key)
      return { ...old, left }
    })
  const here = differing[at - 1]
  const chooseHere = (place: Place) => {
    if (at === 0) keep(place)
    else if (here && !isMulti(here)) choose(here.key, place)
  }
  const merge = () => !busy && mayMerge && onMerge({ survivor, loser, values: chosenValues(differing, pair, choice) })
  useActions({
    pairField: (key) => setAt(Math.max(0, Math.min(differing.length, at + (key === 0 ? -1 : 1)))),
    pairSide: (key) => chooseHere(key === 0 ? 'a' : 'b'),
    pairDiffers: () => onSay(!dismissed),
  })
  useActions({ save: merge }, { always: true })
  return (
    <>
      <div className="sp-dup-grid">
        <SurvivorRow entity={entity} pair={pair} pointing={pointing} survivor={choice.survivor} here={at === 0} onKeep={keep} />
        {differing.map((field, index) => {
          const row = { entity, field, pair, here: at === index + 1, onHere: () => setAt(index + 1) }
          return isMulti(field) ? (
            <ItemsRow key={field.key} {...row} left={choice.left} onToggle={toggle} />
          ) : (
            <SidesRow key={field.key} {...row} side={sideOf(field, pair, choice)} onChoose={(side) => choose(field.key, side)} />
          )
        })}
      </div>
      {same.length > 0 && (
        <p className="sp-dup-same sp-t2 sp-small">
          {t('duplicates.same', { fields: same.map((field) => office.fieldLabel(entity.key, field.key)).join(' · ') })}
        </p>
      )}
      <footer className="sp-dup-foot">
        <div className="sp-grow">
          {mayMerge ? (
            <>
              <div className="sp-table-text">
                <Moves pointing={pointing[otherPlace(choice.survivor)]} />
              </div>
              <div className="sp-t2 sp-small">{t('duplicates.nothing_lost')}</div>
            </>
          ) : (
            <div className="sp-table-text">{t('duplicates.may_not')}</div>
          )}
        </div>
        <Button variant="default" disabled={busy} onClick={() => onSay(!dismissed)} rightSection={<ActionKey id="pairDiffers" />}>
          {dismissed ? t('duplicates.look_again') : t('duplicates.different')}
        </Button>
        <Button loading={busy} disabled={!mayMerge} onClick={merge} rightSection={<ActionKey id="save" onFill />}>
          {t('duplicates.merge')}
        </Button>
      </footer>
    </>
  )
}

/** What will hang on the survivor afterwards: `ดีล 2 · กิจกรรม 14`. */
function Moves({ pointing }: { pointing: Compared['pointing']['a'] }) {
  const { t, number } = useWords()
  const office = useOffice()
  const counts = new Map<string, number>()
  for (const { entity, count } of pointing) counts.set(entity, (counts.get(entity) ?? 0) + count)
  const what = [...counts].map(([entity, count]) => `${office.entityLabel(entity)} ${number(count)}`).join(' · ')
  return what ? t('duplicates.moves', { what }) : t('duplicates.moves_nothing')
}
