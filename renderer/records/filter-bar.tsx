import { Popover } from '@mantine/core'
import { IconFilterPlus, IconX } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { type Condition, type Filter, isCondition } from '../../core/query/filter.ts'
import { ActionKey } from '../components/action-key.tsx'
import { useActions } from '../lib/actions.ts'
import { useWords } from '../lib/words.ts'
import { conditionWords, filterParts, filterSentence, joinParts } from './filter-words.ts'
import { ConditionEditor } from './list-parts.ts'
import { useFilterContext } from './titles.ts'
import './list.css'

type Props = {
  entity: string
  filter: Filter | undefined
  onChange: (filter: Filter | undefined) => void
  /** Conditions that are shown elsewhere. */
  hidden?: readonly Filter[]
  /** Only what a record's own values decide, as a rule asks it; there are several on a page, so no key opens it. */
  own?: boolean
  /** Fields, as `entity.field`, that are not offered. */
  barred?: readonly string[]
}

/** The conditions of a list, each a chip that reads as a sentence, and a way to add one. */
export const FilterBar = memo(FilterBarView)

function FilterBarView({ entity, filter, onChange, hidden = [], own, barred }: Props) {
  const { t } = useWords()
  const [adding, setAdding] = useState(false)
  const parts = filterParts(filter)
  useActions({ filter: () => setAdding(true) }, { enabled: !own })
  return (
    <>
      <FilterChips entity={entity} filter={filter} onChange={onChange} hidden={hidden} />
      <Popover opened={adding} onChange={setAdding} position="bottom-start" width={300} trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className="sp-tool" onClick={() => setAdding(!adding)} aria-expanded={adding}>
            <IconFilterPlus size={16} aria-hidden /> {t('filter.add')} {!own && <ActionKey id="filter" />}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <ConditionEditor
            inPopover
            entity={entity}
            {...(own && { own })}
            {...(barred && { barred })}
            onApply={(condition) => {
              setAdding(false)
              onChange(joinParts([...parts, condition]))
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </>
  )
}

/** The conditions alone: to read, to change, to take out. */
export function FilterChips({ entity, filter, onChange, hidden = [] }: Pick<Props, 'entity' | 'filter' | 'onChange' | 'hidden'>) {
  const parts = filterParts(filter)
  const put = (at: number, part: Filter | undefined) =>
    onChange(joinParts(parts.flatMap((old, index) => (index === at ? (part ? [part] : []) : [old]))))
  return parts.map((part, at) =>
    hidden.includes(part) ? null : (
      // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place.
      <FilterChip key={at} entity={entity} filter={part} onChange={(next) => put(at, next)} />
    ),
  )
}

type ChipProps = {
  entity: string
  filter: Filter
  onChange: (filter: Filter | undefined) => void
}

function FilterChip({ entity, filter, onChange }: ChipProps) {
  const context = useFilterContext([{ entity, filter }])
  const { words } = context
  const [open, setOpen] = useState(false)
  const sentence = filterSentence(context, entity, filter)
  const said = isCondition(filter) ? conditionWords(context, entity, filter) : { field: '', operator: '', value: sentence }
  return (
    <span className="sp-chip">
      <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className="sp-plain cut"
            disabled={!isCondition(filter)}
            onClick={() => setOpen(!open)}
            aria-label={words.t('filter.edit', { text: sentence })}
            aria-expanded={open}
          >
            <span className="sp-t2">{said.field}</span> {said.operator} <span className="sp-strong">{said.value}</span>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          {isCondition(filter) && (
            <ConditionEditor
              inPopover
              entity={entity}
              condition={filter}
              onApply={(condition: Condition) => {
                setOpen(false)
                onChange(condition)
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className="sp-plain sp-t2 sp-chip-x"
        onClick={() => onChange(undefined)}
        aria-label={words.t('filter.remove', { text: sentence })}
      >
        <IconX size={14} aria-hidden />
      </button>
    </span>
  )
}
