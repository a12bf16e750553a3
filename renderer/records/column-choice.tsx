import { ActionIcon, Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { moved } from '../../core/query/column-layout.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { columnFields } from './list-columns.ts'

export type ColumnsProps = { entity: EntityInfo; shown: string[]; onChoose: (keys: string[] | undefined) => void }

/** Which columns a list shows, and in which order; kept for the person. */
export function ColumnChoice({ entity, shown, onChoose }: ColumnsProps) {
  const { t } = useWords()
  const office = useOffice()
  const fields = columnFields(office, entity)
  const chosen = shown.filter((key) => key !== entity.title)
  const ordered = [
    ...chosen.flatMap((key) => fields.filter((field) => field.key === key)),
    ...fields.filter((field) => !chosen.includes(field.key)),
  ]
  const toggle = (key: string) => onChoose(chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key])
  const move = (key: string, by: -1 | 1) => onChoose(moved(chosen, key, by))
  return (
    <>
      <div className="sp-columns">
        {ordered.map((field) => {
          const label = office.fieldLabel(entity.key, field.key)
          const on = chosen.includes(field.key)
          return (
            <div key={field.key} className="sp-row">
              <Checkbox className="sp-grow" label={label} checked={on} onChange={() => toggle(field.key)} />
              {on && (
                <>
                  <ActionIcon size={24} aria-label={t('list.column_up', { label })} onClick={() => move(field.key, -1)}>
                    <IconArrowUp size={14} />
                  </ActionIcon>
                  <ActionIcon size={24} aria-label={t('list.column_down', { label })} onClick={() => move(field.key, 1)}>
                    <IconArrowDown size={14} />
                  </ActionIcon>
                </>
              )}
            </div>
          )
        })}
      </div>
      <button type="button" className="sp-link sp-small" onClick={() => onChoose(undefined)}>
        {t('list.columns_reset')}
      </button>
    </>
  )
}
