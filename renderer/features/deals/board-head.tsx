import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown, IconLayoutRows, IconList, IconSettings, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Pipeline } from '../../../core/contract/office.ts'
import { formatCompactBaht } from '../../../core/money.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { useActions } from '../../lib/actions.ts'
import type { CallReply } from '../../lib/api.ts'
import { listPath, useGo, useUrlState } from '../../lib/navigation.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { useRecordActions } from '../../records/record-actions.tsx'
import type { BoardColumn, BoardUrl } from './board-data.ts'

type Props = {
  pipeline: Pipeline
  columns: readonly BoardColumn[]
  board: CallReply<'dealBoard'> | undefined
  owner: string | undefined
}

/** The head of the board: which pipeline, how much is open, what was won this month and what to expect, and whose deals are shown. */
export function BoardHead({ pipeline, columns, board, owner }: Props) {
  const { t, lang } = useWords()
  const room = useRoom()
  const count = columns.reduce((all, column) => all + column.count, 0)
  const sum = columns.reduce((all, column) => all + column.sum, 0)
  const open = board && (
    <span className="sp-t2 sp-table-text sp-board-open">{t('board.open', { count, sum: formatCompactBaht(sum, lang) })}</span>
  )
  return (
    <header className="sp-board-head">
      <div className="sp-row sp-board-title">
        <PipelineMenu pipeline={pipeline} />
        {room !== 'narrow' && open}
        <span className="sp-grow" />
        <BoardActions pipeline={pipeline} owner={owner} />
      </div>
      <Sums board={board}>{room === 'narrow' && open}</Sums>
    </header>
  )
}

function Sums({ board, children }: Pick<Props, 'board'> & { children: ReactNode }) {
  const { t, lang } = useWords()
  const won = board?.wonThisMonth.sum ?? 0
  const expected = board?.weighted ?? 0
  const whole = won + expected
  return (
    <div className="sp-board-sums sp-table-text">
      {children}
      <span>
        <span className="sp-t2">{t('board.won')}</span> <strong>{formatCompactBaht(won, lang)}</strong>{' '}
        <span className="sp-t3">{t('board.won_count', { count: board?.wonThisMonth.count ?? 0 })}</span>
      </span>
      <span className="sp-t3 sp-board-plus">+</span>
      <span title={t('board.weighted_hint')}>
        <span className="sp-t2">{t('board.weighted')}</span> <strong>{formatCompactBaht(expected, lang)}</strong>
      </span>
      <span className="sp-board-bar" data-empty={whole === 0 || undefined} aria-hidden>
        <span style={{ width: `${whole > 0 ? (won / whole) * 100 : 0}%` }} />
      </span>
    </div>
  )
}

function PipelineMenu({ pipeline }: { pipeline: Pipeline }) {
  const { t, lang } = useWords()
  const office = useOffice()
  const go = useGo()
  const [, change] = useUrlState<BoardUrl>()
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="sp-plain sp-board-pipeline" title={t('board.pipeline')}>
          <h1 className="cut">{inLang(lang, pipeline.nameTh, pipeline.nameEn)}</h1>
          <IconChevronDown size={18} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('board.pipeline')}</Menu.Label>
        {office.pipelines
          .filter((candidate) => !candidate.archived)
          .map((candidate) => (
            <Menu.Item
              key={candidate.id}
              leftSection={<IconCheck size={16} aria-hidden visibility={candidate.id === pipeline.id ? 'visible' : 'hidden'} />}
              onClick={() => change({ pipeline: candidate.id, stage: undefined })}
            >
              {inLang(lang, candidate.nameTh, candidate.nameEn)}
            </Menu.Item>
          ))}
        {office.admin && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconSettings size={16} aria-hidden />}
              onClick={() => go('/settings', { search: { tab: 'pipelines' } })}
            >
              {t('board.manage')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function BoardActions({ pipeline, owner }: { pipeline: Pipeline; owner: string | undefined }) {
  const { t } = useWords()
  const office = useOffice()
  const go = useGo()
  const { create } = useRecordActions()
  return (
    <div className="sp-row sp-board-actions">
      <LanesButton />
      <OwnerMenu owner={owner} />
      <Button variant="default" leftSection={<IconList size={16} aria-hidden />} onClick={() => go(listPath('deal'))}>
        {t('board.list')}
      </Button>
      {office.entity('deal')?.grant.create && (
        <Button
          rightSection={<ActionKey id="add" onFill />}
          onClick={() => create({ entity: 'deal', values: { pipeline: pipeline.id } })}
        >
          {t('add.of', { entity: office.entityLabel('deal', 'one') })}
        </Button>
      )}
    </div>
  )
}

/** Switches lanes by owner on and off; not for who may not know whose a deal is, and not on a phone. */
function LanesButton() {
  const { t } = useWords()
  const office = useOffice()
  const room = useRoom()
  const [{ lanes }, change] = useUrlState<BoardUrl>()
  const offered = room !== 'phone' && office.field('deal', 'owner') !== undefined
  const toggle = () => change({ lanes: lanes ? undefined : true })
  useActions({ lanes: toggle }, { enabled: offered })
  if (!offered) return null
  return (
    <Button
      variant={lanes ? 'light' : 'default'}
      aria-pressed={lanes === true}
      leftSection={<IconLayoutRows size={16} aria-hidden />}
      rightSection={<ActionKey id="lanes" />}
      onClick={toggle}
    >
      {t('board.lanes')}
    </Button>
  )
}

function OwnerMenu({ owner }: { owner: string | undefined }) {
  const { t } = useWords()
  const office = useOffice()
  const [, change] = useUrlState<BoardUrl>()
  const people = [...office.options('user')].sort((a, b) => Number(b.value === office.me.id) - Number(a.value === office.me.id))
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconUser size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          <span className="sp-t2">{t('board.owner')}</span>&nbsp;{owner ? office.userLabel(owner) : t('board.everybody')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="sp-board-people">
        <Menu.Item
          leftSection={<IconCheck size={16} aria-hidden visibility={owner ? 'hidden' : 'visible'} />}
          onClick={() => change({ owner: undefined })}
        >
          {t('board.everybody')}
        </Menu.Item>
        {people.map((person) => (
          <Menu.Item
            key={person.value}
            leftSection={<IconCheck size={16} aria-hidden visibility={owner === person.value ? 'visible' : 'hidden'} />}
            onClick={() => change({ owner: person.value })}
          >
            {person.label}
            {person.value === office.me.id && <span className="sp-t3"> ({t('filter.me')})</span>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
