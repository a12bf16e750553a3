import { ActionIcon, Button, Checkbox, Menu, Popover } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3, IconDownload, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { moved } from '../../core/query/column-layout.ts'
import { ActionKey } from '../components/action-key.tsx'
import { useToast } from '../components/toast.tsx'
import { download } from '../lib/api.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { columnFields } from './list-columns.ts'
import { type ListState, listScope } from './list-state.ts'

type ColumnsProps = { entity: EntityInfo; shown: string[]; onChoose: (keys: string[] | undefined) => void }

/** Which columns a list shows, and in which order; kept for the person. */
export function ColumnsMenu({ entity, shown, onChoose }: ColumnsProps) {
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
    <Popover position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon aria-label={t('list.columns')} title={t('list.columns')}>
          <IconColumns3 size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
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
      </Popover.Dropdown>
    </Popover>
  )
}

type ExportProps = { entity: EntityInfo; state: ListState; columns: string[]; onPrint: () => void }

/** Saves what the list shows, or every field, as a file; or prints it. */
export function ExportMenu({ entity, state, columns, onPrint }: ExportProps) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const save = async (format: 'xlsx' | 'csv', everything: boolean, forContact?: string) => {
    setBusy(true)
    toast.show({ text: t('list.exporting'), seconds: 3 })
    try {
      await download('exportRecords', {
        params: { entity: entity.key },
        body: {
          format,
          ...listScope(state),
          ...(!everything && { columns }),
          ...(forContact && { forContact }),
        },
      })
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} loading={busy}>
          {t('list.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPrinter size={16} />} rightSection={<ActionKey id="printList" />} onClick={onPrint}>
          {t('print.open')}
        </Menu.Item>
        <Menu.Divider />
        {([false, true] as const).map((everything) => (
          <div key={String(everything)}>
            <Menu.Label>{everything ? t('list.export_all') : t('list.export_shown')}</Menu.Label>
            <Menu.Item onClick={() => void save('xlsx', everything)}>{t('list.export_xlsx')}</Menu.Item>
            <Menu.Item onClick={() => void save('csv', everything)}>{t('list.export_csv')}</Menu.Item>
          </div>
        ))}
        {entity.fields.some((field) => field.key === 'doNotContact') && (
          <Menu.Sub position="left-start">
            <Menu.Sub.Target>
              <Menu.Sub.Item>{t('list.export_contact')}</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              <Menu.Label>{t('list.export_contact_note')}</Menu.Label>
              {office.options('channel').map((channel) => (
                <Menu.Item key={channel.value} onClick={() => void save('xlsx', false, channel.value)}>
                  {channel.label}
                </Menu.Item>
              ))}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
