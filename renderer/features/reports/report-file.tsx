import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ReportDefinition } from '../../../core/reports/report.ts'
import { useToast } from '../../components/toast.tsx'
import { download } from '../../lib/api.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** A report as a file or on paper; files for who may export these records. */
export function ReportFile({ definition, name }: { definition: ReportDefinition; name: string }) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { chart: _, ...question } = definition
  const save = async (format: 'xlsx' | 'csv') => {
    try {
      await download('exportReport', { body: { question, name, format } })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button className="sp-no-print" variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('list.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {office.entity(definition.entity)?.grant.export && (
          <>
            <Menu.Item onClick={() => void save('xlsx')}>{t('list.export_xlsx')}</Menu.Item>
            <Menu.Item onClick={() => void save('csv')}>{t('list.export_csv')}</Menu.Item>
          </>
        )}
        <Menu.Item onClick={() => window.print()}>{t('report.print')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
