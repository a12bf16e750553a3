import { Button } from '@mantine/core'
import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { MOST_PASTED_ROWS, type PastedRow } from '../../core/contract/bulk.ts'
import type { EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import { Dialog } from '../components/dialog.tsx'
import { SaveActions } from '../components/save-actions.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { useToast } from '../components/toast.tsx'
import { addressOf, type CallReply, call, ownHeaders } from '../lib/api.ts'
import { useDates } from '../lib/instants.ts'
import { useGo } from '../lib/navigation.ts'
import { useCommand } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { fieldText } from './field-text.ts'
import type { PastedBlock } from './list-cells.ts'
import { refusalWords } from './refusal-words.ts'
import { undoneWords } from './undone-words.ts'

/** Rows of the block that are drawn; the numbers above them speak of all. */
const MOST_DRAWN = 200

type Props = { entity: EntityInfo; block: PastedBlock; onClose: () => void }

/** What a pasted block would change, cell by cell, and what it cannot; nothing is written before that was seen. */
export function PasteBlockDialog(props: Props) {
  return props.block.size.rows > MOST_PASTED_ROWS ? <TooMuch {...props} /> : <Preview {...props} />
}

function Preview({ entity, block, onClose }: Props) {
  const words = useWords()
  const { t, number, find } = words
  const office = useOffice()
  const toast = useToast()
  const undo = useCommand('undoBatch')
  const { run, busy } = useCommand('pasteCells')
  const [plan, setPlan] = useState<CallReply<'pasteCells'> | undefined>()
  const [onlyRefused, setOnlyRefused] = useState(false)
  const input = (apply: boolean) => ({
    params: { entity: entity.key },
    body: {
      columns: block.columns,
      rows: block.rows.map(({ row, cells }) => ({ id: row.id, version: row.version, cells })),
      apply,
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, for the block with which the dialog opens.
  useEffect(() => {
    call('pasteCells', input(false)).then(setPlan, (error: unknown) => {
      toast.problem(error)
      onClose()
    })
  }, [])
  const cells = plan?.rows.flatMap((row) => row.cells) ?? []
  const count = (state: string) => cells.filter((cell) => cell.state === state).length
  const changes = count('change')
  const refused = count('refused')
  const records = plan?.rows.filter((row) => row.cells.some((cell) => cell.state === 'change')).length ?? 0
  const unit = find(`${entity.key}.unit`) ?? ''
  const apply = async () => {
    if (changes === 0) return onClose()
    try {
      const done = await run(input(true))
      onClose()
      toast.show({
        text: t('block.done', { count: number(done.changed), unit }),
        undo: async () => {
          if (!done.batchId) return
          const { kept } = await undo.run({ params: { batchId: done.batchId }, body: {} })
          toast.show({ text: undoneWords(words, office, kept) })
        },
      })
    } catch (error) {
      toast.problem(error)
    }
  }
  const facts = [
    t('block.changes', { cells: number(changes), records: number(records), unit }),
    ...(count('same') > 0 ? [t('block.same', { cells: number(count('same')) })] : []),
    ...(block.beyond > 0 ? [t('block.beyond', { rows: number(block.beyond) })] : []),
  ]
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(block.text === '' ? 'block.clear_title' : 'block.title')}
      size={900}
      note={plan && block.rows.length > MOST_DRAWN ? t('block.first_rows', { count: MOST_DRAWN }) : undefined}
      actions={
        <SaveActions
          save={t(block.text === '' ? 'block.clear' : 'block.apply', { cells: number(changes) })}
          busy={busy}
          disabled={!plan || changes === 0}
          onSave={() => void apply()}
          onDiscard={onClose}
          plain
        />
      }
    >
      {!plan ? (
        <SkeletonRows count={Math.min(8, block.rows.length)} />
      ) : (
        <>
          <p className="sp-pasted-facts">
            {facts.join(' · ')}
            {refused > 0 && (
              <button
                type="button"
                className="sp-link sp-bad"
                onClick={() => setOnlyRefused(!onlyRefused)}
                aria-pressed={onlyRefused}
              >
                <IconAlertTriangle size={14} aria-hidden /> {t('block.refused', { cells: number(refused) })}
              </button>
            )}
          </p>
          <PlanTable entity={entity} block={block} rows={plan.rows} onlyRefused={onlyRefused} />
        </>
      )}
    </Dialog>
  )
}

type TableProps = { entity: EntityInfo; block: PastedBlock; rows: readonly PastedRow[]; onlyRefused: boolean }

function PlanTable({ entity, block, rows, onlyRefused }: TableProps) {
  const { t } = useWords()
  const office = useOffice()
  const shown = rows
    .map((row, at) => ({ row, at }))
    .filter(({ row }) => !onlyRefused || row.cells.some((cell) => cell.state === 'refused'))
    .slice(0, MOST_DRAWN)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keyboard.
    <section className="sp-pasted-table" tabIndex={0} aria-label={t('block.title')}>
      <table>
        <thead>
          <tr>
            <th>{office.fieldLabel(entity.key, entity.title)}</th>
            {block.columns.map((key) => (
              <th key={key}>{office.fieldLabel(entity.key, key)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, at }) => (
            <tr key={row.id}>
              <th scope="row">{block.rows[at]?.row.title}</th>
              {row.cells.map((cell, column) => (
                <td key={cell.field} data-state={cell.state}>
                  <CellPlan entity={entity} block={block} cell={cell} at={at} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What these hold was not on this window's screen before: they are shown by the names that were pasted. */
const POINTING: ReadonlySet<FieldInfo['kind']> = new Set(['reference', 'links', 'records'])

type CellProps = { entity: EntityInfo; block: PastedBlock; cell: PastedRow['cells'][number]; at: number; column: number }

function CellPlan({ entity, block, cell, at, column }: CellProps) {
  const words = useWords()
  const office = useOffice()
  const dates = useDates()
  const target = block.rows[at]
  const field = entity.fields.find((candidate) => candidate.key === cell.field)
  const typed = target?.cells[column] ?? ''
  const context = { words, office, dates, titles: target?.row.titles }
  const before = field && target ? fieldText(context, field, target.row[cell.field]) : ''
  if (cell.state === 'refused')
    return (
      <>
        <span className="sp-t2">{typed || words.t('field.empty')}</span>
        <span className="sp-block sp-small sp-bad">
          <IconX size={13} aria-hidden /> {cell.reason && refusalWords(words, office, entity.key, cell.reason, true)}
        </span>
      </>
    )
  if (cell.state === 'same') return <span className="sp-t3">{before || words.t('field.empty')}</span>
  const after = !field || POINTING.has(field.kind) ? typed : fieldText(context, field, cell.value)
  return (
    <>
      <span className="sp-block sp-small sp-t3">{before || words.t('field.empty')} →</span>
      <strong>{after || words.t('block.emptied')}</strong>
    </>
  )
}

/** More rows than a list takes in: what they are for is an import, which sets out from the same clipboard. */
function TooMuch({ entity, block, onClose }: Props) {
  const { t, number } = useWords()
  const toast = useToast()
  const go = useGo()
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    try {
      const response = await fetch(
        addressOf('uploadImport', { params: { entity: entity.key }, query: { name: `${t('block.file')}.tsv` } }),
        {
          method: 'POST',
          headers: { ...ownHeaders(), 'content-type': 'application/octet-stream' },
          body: new Blob([block.text]),
        },
      )
      const run = (await response.json()) as { id?: string }
      if (!run.id) throw new Error('the import was not taken')
      onClose()
      go(`/import/${run.id}`)
    } catch (error) {
      toast.problem(error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('block.too_many', { rows: number(block.size.rows) })}
      size={520}
      actions={
        entity.grant.import ? (
          <SaveActions
            save={t('block.import', { rows: number(block.size.rows) })}
            busy={busy}
            onSave={() => void send()}
            onDiscard={onClose}
            plain
          />
        ) : (
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
        )
      }
    >
      <p>{t(entity.grant.import ? 'block.too_many_text' : 'block.too_many_no_import', { most: number(MOST_PASTED_ROWS) })}</p>
    </Dialog>
  )
}
