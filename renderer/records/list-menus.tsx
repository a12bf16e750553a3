import { ActionIcon, Button, Menu, Popover } from '@mantine/core'
import { IconColumns3, IconDownload, IconPrinter } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { ActionKey } from '../components/action-key.tsx'
import { useToast } from '../components/toast.tsx'
import { download } from '../lib/api.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { ColumnsProps } from './column-choice.tsx'
import { ColumnChoice } from './list-parts.ts'
import { type ListState, listScope } from './list-state.ts'

/** Opens the choice of columns. */
export const ColumnsMenu = memo(ColumnsMenuView)

function ColumnsMenuView(props: ColumnsProps) {
  const { t } = useWords()
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon aria-label={t('list.columns')} title={t('list.columns')}>
          <IconColumns3 size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <ColumnChoice {...props} />
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
