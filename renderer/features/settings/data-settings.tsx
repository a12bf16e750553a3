import { Button, Loader } from '@mantine/core'
import { IconArrowBackUp, IconArrowsJoin, IconFileImport, IconPackageExport } from '@tabler/icons-react'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { download } from '../../lib/api.ts'
import { useGo } from '../../lib/navigation.ts'
import { useWords } from '../../lib/words.ts'
import { SectionHead } from './section-head.tsx'

/** What is missing in the file must be read, not caught in passing. */
const TO_READ_SECONDS = 60

/** Data in and out: imports with their history, the whole office as a file, and what can be undone. */
export function DataSettings() {
  const { t } = useWords()
  const go = useGo()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const exportAll = async () => {
    setBusy(true)
    try {
      const { leftOut } = await download('exportOffice', { body: {} })
      if (leftOut > 0)
        toast.show({ text: t('settings.data.export_left_out', { count: leftOut }), tone: 'bad', seconds: TO_READ_SECONDS })
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <SectionHead title={t('settings.tab.data')} />
      <section className="sp-set-block">
        <h3>{t('settings.data.import')}</h3>
        <p className="sp-t2 sp-table-text">{t('settings.data.import_text')}</p>
        <Button variant="default" leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => go('/import')}>
          {t('settings.data.import_go')}
        </Button>
      </section>
      <section className="sp-set-block">
        <h3>{t('settings.data.export')}</h3>
        <p className="sp-t2 sp-table-text">{t('settings.data.export_text')}</p>
        <Button
          variant="default"
          leftSection={busy ? <Loader size={16} color="currentColor" aria-hidden /> : <IconPackageExport size={16} aria-hidden />}
          disabled={busy}
          onClick={() => void exportAll()}
        >
          {busy ? t('settings.data.exporting') : t('settings.data.export_go')}
        </Button>
        {busy && (
          <p className="sp-t2 sp-small" role="status">
            {t('settings.data.exporting_text')}
          </p>
        )}
      </section>
      <section className="sp-set-block">
        <h3>{t('settings.data.batches')}</h3>
        <p className="sp-t2 sp-table-text">{t('settings.data.batches_text')}</p>
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={() => go('/bin', { search: { of: 'batches' } })}
        >
          {t('settings.data.batches_go')}
        </Button>
      </section>
      <section className="sp-set-block">
        <h3>{t('duplicates.title')}</h3>
        <p className="sp-t2 sp-table-text">{t('settings.data.duplicates_text')}</p>
        <Button variant="default" leftSection={<IconArrowsJoin size={16} aria-hidden />} onClick={() => go('/duplicates')}>
          {t('duplicates.title')}
        </Button>
      </section>
    </>
  )
}
