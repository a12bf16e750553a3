import { Button } from '@mantine/core'
import { useState } from 'react'
import { pointsAt } from '../../core/fields/points-at.ts'
import { ActionKey } from '../components/action-key.tsx'
import { Dialog } from '../components/dialog.tsx'
import { useActions } from '../lib/actions.ts'
import { useDates } from '../lib/instants.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { fieldText } from './field-text.ts'
import type { Conflict, Values } from './save-record.tsx'
import { useTitles } from './titles.ts'
import './conflict.css'

type Side = 'mine' | 'theirs' | 'both'
type Props = { conflict: Conflict; onAnswer: (chosen: Values | undefined) => void }

/** Both texts side by side; chosen field by field. What was joined silently is said, and what is left out stays in the history. */
export function ConflictDialog({ conflict, onAnswer }: Props) {
  const { entity, mine, theirs, fields, joined } = conflict
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const dates = useDates()
  const [sides, setSides] = useState<Record<string, Side>>(() => Object.fromEntries(fields.map((field) => [field, 'mine'])))
  const who = office.userLabel(theirs.updatedBy as string) || t('conflict.somebody')
  const save = () => {
    const chosen = Object.fromEntries(
      Object.entries(mine).flatMap(([key, value]) => {
        const side = fields.includes(key) ? sides[key] : 'mine'
        if (side === 'theirs') return []
        return [[key, side === 'both' ? `${String(theirs[key] ?? '')}\n${String(value ?? '')}` : value]]
      }),
    )
    onAnswer(chosen)
  }
  useActions({ save }, { always: true, onTop: true })
  const titles = useTitles(
    fields.flatMap((key) => {
      const field = office.field(entity, key)
      return field ? [...pointsAt(field, mine[key]), ...pointsAt(field, theirs[key])] : []
    }),
  )
  const context = { words, office, dates, titles }
  return (
    <Dialog
      opened
      size={860}
      onClose={() => onAnswer(undefined)}
      title={t('conflict.title', { who, entity: office.entityLabel(entity, 'one') })}
      note={t('conflict.kept')}
      actions={
        <>
          {/* Enter pressed too soon loses nothing. */}
          <Button variant="default" onClick={() => onAnswer(undefined)} data-autofocus>
            {t('conflict.back')}
          </Button>
          <Button onClick={save} rightSection={<ActionKey id="save" onFill />}>
            {t('conflict.save')}
          </Button>
        </>
      }
    >
      <p className="sp-t2">{t('conflict.text', { title: theirs.title })}</p>
      <div className="sp-conflict">
        <span />
        <h3>{t('conflict.mine')}</h3>
        <h3>{t('conflict.theirs', { who })}</h3>
        {fields.map((key) => {
          const field = office.field(entity, key)
          if (!field) return null
          const label = office.fieldLabel(entity, key)
          const choose = (side: Side) => setSides((old) => ({ ...old, [key]: side }))
          const text = { mine: fieldText(context, field, mine[key]), theirs: fieldText(context, field, theirs[key]) }
          return (
            <div key={key} className="sp-conflict-row">
              <span className="sp-t2">{label}</span>
              <SideCard
                name={key}
                label={label}
                note={t('conflict.you_now')}
                text={text.mine}
                other={text.theirs}
                chosen={sides[key] !== 'theirs'}
                onChoose={() => choose('mine')}
              />
              <SideCard
                name={key}
                label={label}
                note={`${who} · ${dates.when(String(theirs.updatedAt))}`}
                text={text.theirs}
                other={text.mine}
                chosen={sides[key] !== 'mine'}
                onChoose={() => choose('theirs')}
              />
              {field.kind === 'longText' && (
                <button type="button" className="sp-link sp-conflict-both" onClick={() => choose('both')}>
                  {t('conflict.join_texts', { label })}
                </button>
              )}
            </div>
          )
        })}
      </div>
      {joined.length > 0 && (
        <p className="sp-t2 sp-small">
          {t('conflict.joined', { fields: joined.map((key) => office.fieldLabel(entity, key)).join(' · ') })}
        </p>
      )}
    </Dialog>
  )
}

type SideProps = { name: string; label: string; note: string; text: string; other: string; chosen: boolean; onChoose: () => void }

function SideCard({ name, label, note, text, other, chosen, onChoose }: SideProps) {
  const at = commonStart(text, other)
  return (
    <label className="sp-conflict-side" data-chosen={chosen || undefined}>
      <span className="sp-t2 sp-small">
        <input type="radio" name={`conflict-${name}`} checked={chosen} onChange={onChoose} aria-label={`${label}: ${note}`} />{' '}
        {note}
      </span>
      <span className="sp-pre">
        {text.slice(0, at)}
        <u>{text.slice(at)}</u>
        {text === '' && '–'}
      </span>
    </label>
  )
}

/** Where two texts part, at a word's beginning, so that the difference can be underlined. */
function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const space = a.lastIndexOf(' ', at)
  return space < 0 ? 0 : space + 1
}
