import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { BulkAct, BulkRun, LeftAlone } from '../../core/contract/bulk.ts'
import { pointsAt } from '../../core/fields/points-at.ts'
import { Dialog } from '../components/dialog.tsx'
import { useDates } from '../lib/instants.ts'
import { recordPath } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { BulkPreview, BulkRequest } from './bulk.tsx'
import { fieldText } from './field-text.ts'
import { refusalWords } from './refusal-words.ts'
import './list.css'
import { useTitles } from './titles.ts'

type DialogProps = { request: BulkRequest; preview: BulkPreview; onStart: () => void; onClose: () => void }

/** What an act on many records would do, in numbers, and which of them it would leave alone. The rest is done only on this dialog's word. */
export function BulkDialog({ request, preview, onStart, onClose }: DialogProps) {
  const { t, number, find } = useWords()
  const unit = find(`${request.entity}.unit`) ?? ''
  const able = preview.total - preview.refused
  const verb = t(request.words.verb, { count: number(able), unit })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={able === 0 ? t('bulk.none') : `${verb}?`}
      size={560}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t(able === 0 ? 'action.close' : 'bulk.not_now')}
          </Button>
          {able > 0 && (
            <Button onClick={onStart} data-autofocus>
              {verb}
            </Button>
          )}
        </>
      }
      note={
        preview.untried > 0
          ? t('bulk.rules_later', { count: number(preview.total - preview.untried), rest: number(preview.untried) })
          : undefined
      }
    >
      <WhatChanges entity={request.entity} act={request.act} />
      <p>
        {preview.refused === 0
          ? t(preview.untried > 0 ? 'bulk.all_mine' : 'bulk.all_able', { count: number(able), unit })
          : t('bulk.some_able', { count: number(able), all: number(preview.total), refused: number(preview.refused), unit })}
      </p>
      {preview.left.length > 0 && <LeftList entity={request.entity} left={preview.left} count={preview.refused} />}
    </Dialog>
  )
}

/** What each record would get: whoever confirms reads what was chosen, not only for how many. */
function WhatChanges({ entity, act }: { entity: string; act: BulkAct }) {
  const words = useWords()
  const office = useOffice()
  const dates = useDates()
  const values = act.kind === 'set' ? Object.entries(act.values) : []
  const titles = useTitles(
    values.flatMap(([key, value]) => {
      const field = office.field(entity, key)
      return field ? pointsAt(field, value) : []
    }),
  )
  const textOf = (key: string, value: unknown) => {
    const field = office.field(entity, key)
    return (field && fieldText({ words, office, dates, titles }, field, value)) || words.t('field.empty')
  }
  const lines =
    act.kind === 'tags'
      ? [
          [words.t('list.tag'), act.add.join(', ')],
          [words.t('bulk.untag'), act.remove.join(', ')],
        ].filter(([, tags]) => tags)
      : values.map(([key, value]) => [office.fieldLabel(entity, key), textOf(key, value)])
  if (lines.length === 0) return null
  return (
    <dl className="sp-bulk-change">
      {lines.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="sp-pre">{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Those that an act on many records left alone, each with the reason. */
export function LeftDialog({ run, onClose }: { run: BulkRun; onClose: () => void }) {
  const { t, number, find } = useWords()
  const unit = find(`${run.entity}.unit`) ?? ''
  return (
    <Dialog opened onClose={onClose} title={t('bulk.left', { count: number(run.refused), unit })} size={560}>
      <LeftList entity={run.entity} left={run.left} count={run.refused} onFollow={onClose} />
    </Dialog>
  )
}

type ListProps = { entity: string; left: readonly LeftAlone[]; count: number; onFollow?: () => void }

function LeftList({ entity, left, count, onFollow }: ListProps) {
  const words = useWords()
  const office = useOffice()
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keyboard. */}
      <section className="sp-left" tabIndex={0} aria-label={words.t('bulk.left_list')}>
        <ul>
          {left.map((record) => (
            <li key={record.id}>
              {onFollow ? (
                <Link className="sp-link" to={recordPath(entity, record.id)} onClick={onFollow}>
                  {record.title}
                </Link>
              ) : (
                <span className="sp-strong">{record.title}</span>
              )}
              <span className="sp-block sp-small sp-t2">{refusalWords(words, office, entity, record.reason)}</span>
            </li>
          ))}
        </ul>
      </section>
      {count > left.length && (
        <p className="sp-small sp-t2">{words.t('bulk.and_more', { count: words.number(count - left.length) })}</p>
      )}
    </>
  )
}
