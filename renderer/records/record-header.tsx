import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconChevronLeft, IconDots, IconPencilPlus, IconPhone, IconPrinter } from '@tabler/icons-react'
import { Suspense } from 'react'
import { ACTIONS, type ActionId } from '../../core/actions.ts'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import type { TaxIdValue } from '../../core/fields/values.ts'
import { formatTaxId } from '../../core/thai/tax-id.ts'
import { ActionKey } from '../components/action-key.tsx'
import { useToast } from '../components/toast.tsx'
import { useDates } from '../lib/instants.ts'
import { listPath, recordPath, useGo } from '../lib/navigation.ts'
import { useCommand } from '../lib/queries.ts'
import { useRoom } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { Directions } from './directions.tsx'
import { Grade } from './grade.tsx'
import { formOf, legalName, nameOf, spokenName } from './names.ts'
import type { Neighbours } from './neighbours.ts'
import { Presence } from './presence.tsx'
import { useRecordExtra } from './record-extras.tsx'
import type { RecordRuns } from './record-verbs.tsx'
import './page.css'

type Props = {
  entity: EntityInfo
  row: RecordRow
  neighbours: Neighbours | undefined
  onCall: () => void
  onHistory: () => void
  onLog: (() => void) | undefined
  verbs: RecordRuns
  editing: boolean
}

/** Who this is: grade, the legal name, branch; then what he is called and his tax number. At the right where one is in the list, and the verbs. */
export function RecordHeader({ entity, row, neighbours, onCall, onHistory, onLog, verbs, editing }: Props) {
  const { t } = useWords()
  const go = useGo()
  const room = useRoom()
  const { Actions, Strip } = useRecordExtra(entity.key)
  const name = nameOf(row)
  const phone = room === 'phone'
  const hasPhones = entity.fields.some((field) => field.key === 'phones')
  return (
    <header className="sp-record-head">
      <div className="sp-record-title">
        {phone && (
          <ActionIcon size={44} aria-label={t('action.back')} onClick={() => go(listPath(entity.key))}>
            <IconChevronLeft size={22} />
          </ActionIcon>
        )}
        {typeof row.grade === 'string' && <Grade grade={row.grade} />}
        <h1 className="cut">{name ? (phone ? spokenName(name) : legalName(name)) : row.title}</h1>
        {!phone && <BranchWords row={row} />}
        <span className="sp-grow" />
        {neighbours && !phone && <Place neighbours={neighbours} entity={entity.key} />}
        {!phone && Strip && (
          <Button
            variant="default"
            leftSection={<IconPrinter size={16} />}
            rightSection={<ActionKey id="print" />}
            onClick={() => window.print()}
            className="sp-no-print"
          >
            {t('page.print_card')}
          </Button>
        )}
        <Suspense fallback={null}>{Actions && !row.deletedAt && <Actions row={row} />}</Suspense>
        {hasPhones && !phone && (
          <Button
            variant="default"
            leftSection={<IconPhone size={16} />}
            rightSection={<ActionKey id="call" />}
            onClick={onCall}
            className="sp-no-print"
          >
            {t('page.call')}
          </Button>
        )}
        <MoreMenu verbs={verbs} onHistory={onHistory} />
      </div>
      <SecondLine entity={entity} row={row} editing={editing} phone={phone} />
      {phone && !row.deletedAt && (
        <div className="sp-record-verbs">
          {hasPhones && (
            <Button variant={Actions ? 'default' : 'filled'} leftSection={<IconPhone size={20} />} onClick={onCall}>
              {t('page.call')}
            </Button>
          )}
          {onLog && (
            <Button variant="default" leftSection={<IconPencilPlus size={20} />} onClick={onLog}>
              {t('page.log')}
            </Button>
          )}
          <Directions row={row} />
        </div>
      )}
      {row.deletedAt && <DeletedLine entity={entity.key} row={row} />}
    </header>
  )
}

function Place({ neighbours, entity }: { neighbours: Neighbours; entity: string }) {
  const { t, number } = useWords()
  const go = useGo()
  const to = (id: string | undefined) => id && go(recordPath(entity, id))
  return (
    <span className="sp-row sp-no-print">
      <button
        type="button"
        className="sp-plain"
        aria-label={t('list.next')}
        disabled={!neighbours.next}
        onClick={() => to(neighbours.next)}
      >
        <ActionKey id="next" />
      </button>
      <button
        type="button"
        className="sp-plain"
        aria-label={t('list.previous')}
        disabled={!neighbours.previous}
        onClick={() => to(neighbours.previous)}
      >
        <ActionKey id="previous" />
      </button>
      <span className="sp-t2 sp-small sp-nowrap">
        {t('page.in_list', { at: number(neighbours.at), all: number(neighbours.of) })}
      </span>
    </span>
  )
}

function useBranch(row: RecordRow): string | undefined {
  const { t } = useWords()
  const branch = (row.taxId as TaxIdValue | undefined)?.branch
  return branch && (branch === '00000' ? t('page.head_office') : t('page.branch', { branch }))
}

function BranchWords({ row }: { row: RecordRow }) {
  const branch = useBranch(row)
  return branch && <span className="sp-t2 sp-table-text sp-nowrap">{branch}</span>
}

/** What else he is known by. A phone's title has room for the name alone: what stands around it there comes first here. */
function SecondLine({ entity, row, editing, phone }: Pick<Props, 'entity' | 'row' | 'editing'> & { phone: boolean }) {
  const { t } = useWords()
  const office = useOffice()
  const branch = useBranch(row)
  const around = phone ? [formOf(row), branch].filter(Boolean).join(' · ') : ''
  const nick = nameOf(row)?.nick
  const taxId = row.taxId as TaxIdValue | undefined
  const kinds = ['code', 'type', 'stage', 'status'].flatMap((key) => {
    const field = office.field(entity.key, key)
    if (typeof row[key] !== 'string' || !field) return []
    return [field.list ? office.choiceLabel(field.list, row[key]) : row[key]]
  })
  return (
    <div className="sp-record-second">
      {around && <span className="sp-t2">{around}</span>}
      {nick && (
        <span>
          <span className="sp-t2">{t('page.known_as')}</span> <span className="sp-strong">“{nick}”</span>
        </span>
      )}
      {typeof row.nameEn === 'string' && <span className="sp-t2">{row.nameEn}</span>}
      {taxId && (
        <span>
          <span className="sp-t2">{office.fieldLabel(entity.key, 'taxId')}</span> {formatTaxId(taxId.number)}
        </span>
      )}
      {kinds.length > 0 && <span className="sp-t2">{kinds.join(' · ')}</span>}
      {!row.deletedAt && <Presence entity={entity.key} id={row.id} editing={editing} />}
    </div>
  )
}

/** The verbs of the menu, in their order; the last stands apart. */
const IN_MENU = ['nextTask', 'assign', 'copyPhone', 'merge'] as const

function MoreMenu({ verbs, onHistory }: { verbs: RecordRuns; onHistory: () => void }) {
  const { t } = useWords()
  const item = (id: ActionId, run: () => void) => (
    <Menu.Item key={id} onClick={run} rightSection={<ActionKey id={id} />}>
      {t(ACTIONS[id].word)}
    </Menu.Item>
  )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('action.more')} size={34} className="sp-no-print">
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {IN_MENU.map((id) => verbs[id] && item(id, verbs[id]))}
        {item('history', onHistory)}
        {verbs.remove && (
          <Menu.Item onClick={verbs.remove} rightSection={<ActionKey id="remove" />}>
            <span className="sp-bad">{t('action.delete')}</span>
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function DeletedLine({ entity, row }: { entity: string; row: RecordRow }) {
  const { t } = useWords()
  const dates = useDates()
  const toast = useToast()
  const restore = useCommand('restoreRecords')
  return (
    <p className="sp-record-deleted" role="status">
      {t('page.deleted', { when: dates.when(String(row.deletedAt)) })}{' '}
      {row.may?.delete && (
        <Button
          variant="default"
          size="xs"
          onClick={() =>
            void restore
              .run({ params: { entity }, body: { ids: [row.id] } })
              .then(() => toast.show({ text: t('page.restored') }), toast.problem)
          }
        >
          {t('page.restore')}
        </Button>
      )}
    </p>
  )
}
