import { Button, SegmentedControl } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { PrintKind, PrintRequest } from '../../core/contract/print.ts'
import { AppError } from '../../core/errors.ts'
import { LABEL_SHEET_NAMES, LABEL_SHEETS, type LabelSheetName, placesOn } from '../../core/print/sheets.ts'
import { ActionKey } from '../components/action-key.tsx'
import { ChoiceField } from '../components/choice-field.tsx'
import { Dialog } from '../components/dialog.tsx'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { useToast } from '../components/toast.tsx'
import { useActions } from '../lib/actions.ts'
import { download } from '../lib/api.ts'
import { useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import './print.css'

/** What a list holds at the moment, or the records chosen in it. */
export type PrintScope = Pick<PrintRequest, 'ids' | 'filter' | 'search' | 'sort' | 'columns'>
type Props = { entity: EntityInfo; scope: PrintScope; onClose: () => void }

/** Sheets, stickers and envelopes of what a list shows. The picture is made by what makes the PDF: it looks as it prints. */
export function PrintDialog({ entity, scope, onClose }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const [what, setWhat] = useState<PrintKind>('list')
  const [sheet, setSheet] = useState<LabelSheetName>('2x8')
  const [skip, setSkip] = useState(0)
  const [addressType, setAddressType] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const mails = what === 'labels' || what === 'envelopes' || what === 'window'
  const { columns, ...those } = scope
  const body: PrintRequest = {
    what,
    ...those,
    ...(what === 'list' && columns && { columns }),
    ...(what === 'labels' && { sheet, skip }),
    ...(mails && addressType && { addressType }),
  }
  const preview = useRead('previewPrint', { params: { entity: entity.key }, body })
  const ready = preview.data !== undefined && preview.data.printed > 0 && !preview.error
  const save = async () => {
    if (!ready || busy) return
    setBusy(true)
    try {
      await download('printRecords', { params: { entity: entity.key }, body })
      toast.show({ text: t('print.saved') })
      onClose()
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  useActions({ save: () => void save() }, { always: true, onTop: true })
  return (
    <Dialog
      opened
      onClose={onClose}
      size={920}
      title={t('print.title', { entity: office.entityLabel(entity.key) })}
      note={<Totals entity={entity} data={preview.data} />}
      actions={
        <Button onClick={() => void save()} loading={busy} disabled={!ready} rightSection={<ActionKey id="save" onFill />}>
          {t('print.save')}
        </Button>
      }
    >
      <div className="sp-print">
        <div className="sp-print-choices">
          {/* The keyboard begins where one chooses: its arrows go through what can be printed. */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hands the keyboard on. */}
          <div data-autofocus tabIndex={-1} onFocus={toChosen}>
            <SegmentedControl
              orientation="vertical"
              fullWidth
              aria-label={t('print.what')}
              value={what}
              onChange={(value) => setWhat(value as PrintKind)}
              data={kindsFor(entity).map((kind) => ({ value: kind, label: t(`print.${kind}`) }))}
            />
          </div>
          <p className="sp-small sp-t2">{what === 'labels' ? t('print.start_note') : t(`print.${what}_note`)}</p>
          {what === 'labels' && (
            <>
              <ChoiceField
                label={t('print.sheet')}
                required
                value={sheet}
                onChange={(value) => {
                  setSheet((value as LabelSheetName | undefined) ?? '2x8')
                  setSkip(0)
                }}
                options={LABEL_SHEET_NAMES.map((name) => ({ value: name, label: t(`print.sheet_${name}`) }))}
              />
              <FirstPlace sheet={sheet} skip={skip} onChoose={setSkip} />
            </>
          )}
          {mails && (
            <ChoiceField
              label={t('print.address')}
              hint={t('print.address_note')}
              value={addressType}
              onChange={setAddressType}
              options={office.options('addressType')}
            />
          )}
          <p className="sp-small sp-t3">
            {scope.ids
              ? t('print.scope_ids', { count: scope.ids.length, unit: t(`${entity.key}.unit` as 'customer.unit') })
              : t('print.scope_all', { unit: t(`${entity.key}.unit` as 'customer.unit') })}
          </p>
        </div>
        <Preview data={preview.data} error={preview.error} retry={() => void preview.refetch()} />
      </div>
    </Dialog>
  )
}

/** Hands the keyboard on to the choice that is made. */
function toChosen({ target, currentTarget }: React.FocusEvent): void {
  if (target === currentTarget) currentTarget.querySelector<HTMLInputElement>('input:checked')?.focus()
}

/** What can be printed of an entity: mail needs addresses, and one visits whom one can call. */
const kindsFor = (entity: EntityInfo): PrintKind[] => {
  const has = (key: string) => entity.fields.some((field) => field.key === key)
  return [
    'list',
    ...(has('phones') ? (['visits'] as const) : []),
    ...(has('addresses') && has('doNotContact') ? (['labels', 'envelopes', 'window'] as const) : []),
  ]
}

type Reply = { pages: number; printed: number; withoutAddress: number; refused: number; svg?: string | undefined }

function Totals({ entity, data }: { entity: EntityInfo; data: Reply | undefined }) {
  const { t, number } = useWords()
  if (!data) return null
  const unit = t(`${entity.key}.unit` as 'customer.unit')
  return [
    t('print.pages', { pages: number(data.pages), count: number(data.printed), unit }),
    data.withoutAddress > 0 && t('print.left_address', { count: number(data.withoutAddress) }),
    data.refused > 0 && t('print.left_refused', { count: number(data.refused) }),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** The sheet of stickers in small: the first one that is still there is chosen. */
function FirstPlace({ sheet, skip, onChoose }: { sheet: LabelSheetName; skip: number; onChoose: (skip: number) => void }) {
  const { t } = useWords()
  const { columns } = LABEL_SHEETS[sheet]
  return (
    <fieldset className="sp-places" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
      <legend className="sp-small sp-t2">{t('print.start')}</legend>
      {Array.from({ length: placesOn(LABEL_SHEETS[sheet]) }, (_, at) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a sticker is its place.
          key={at}
          type="button"
          className="sp-place"
          data-used={at < skip || undefined}
          aria-pressed={at === skip}
          aria-label={t('print.place', { number: at + 1 })}
          onClick={() => onChoose(at)}
        >
          {at + 1}
        </button>
      ))}
    </fieldset>
  )
}

/** The address of a picture, in which nothing can run. A full list is larger than what an address itself may hold. */
function usePicture(svg: string | undefined): string | undefined {
  const [source, setSource] = useState<string>()
  useEffect(() => {
    if (svg === undefined) return setSource(undefined)
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
    setSource(made)
    return () => URL.revokeObjectURL(made)
  }, [svg])
  return source
}

const isTooMuch = (error: Error): boolean => error instanceof AppError && error.code === 'print.too_many'

type PreviewProps = { data: Reply | undefined; error: Error | null; retry: () => void }

function Preview({ data, error, retry }: PreviewProps) {
  const { t } = useWords()
  const source = usePicture(data?.svg)
  return (
    <div className="sp-print-paper" aria-busy={!data && !error}>
      {error ? (
        // Asked again, what is too much is still too much.
        <ProblemPanel error={error} {...(!isTooMuch(error) && { onRetry: retry })} />
      ) : source ? (
        <img src={source} alt={t('print.preview')} />
      ) : (
        <p className="sp-t2">{data ? t('print.nothing_text') : t('print.setting')}</p>
      )}
    </div>
  )
}
