import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import type { FileItem } from '../../core/fields/values.ts'
import { Dialog } from '../components/dialog.tsx'
import { useToast } from '../components/toast.tsx'
import { addressOf } from '../lib/api.ts'
import { useWords } from '../lib/words.ts'
import { sizeText } from './field-value.tsx'
import { FilesField } from './files-field.tsx'
import { useSaveRecord } from './save-record.tsx'

/** Pictures that every browser shows; the type is what the server found in the bytes. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** A record's files: to look at, to download, to add by choosing, dropping or pasting, to take off. */
export function FilesPanel({ entity, row }: { entity: string; row: RecordRow }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [looked, setLooked] = useState<FileItem>()
  const put = useSavedFiles(entity, row)
  const items = (row.files as FileItem[] | undefined) ?? []
  const address = (item: FileItem) => addressOf('downloadFile', { params: { entity, id: row.id, sha256: item.sha256 } })
  const edits = row.may?.edit === true
  return (
    <section
      aria-label={t('page.files', { count: items.length })}
      // A file that is dragged here finds the place that takes it.
      onDragEnter={(event) => edits && event.dataTransfer.types.includes('Files') && setOpen(true)}
    >
      <div className="sp-row">
        <h2 className="sp-grow">{t('page.files', { count: items.length })}</h2>
        {edits && (
          <button type="button" className="sp-link sp-small sp-no-print" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('files.attach')}
          </button>
        )}
      </div>
      {!open && (
        <ul className="sp-table-text">
          {items.map((item) => (
            <li key={item.id} className="sp-row">
              {SHOWN.has(item.type) ? (
                <button type="button" className="sp-link cut" title={item.name} onClick={() => setLooked(item)}>
                  {item.name}
                </button>
              ) : (
                <a className="sp-link cut" title={item.name} href={address(item)} download={item.name}>
                  {item.name}
                </a>
              )}
              <span className="sp-t3 sp-small sp-nowrap">{sizeText(item.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {open && <FilesField bare label={t('files.attach')} value={items} onChange={put} />}
      {looked && (
        <Dialog
          opened
          size="xl"
          title={<div className="cut">{looked.name}</div>}
          onClose={() => setLooked(undefined)}
          note={sizeText(looked.size)}
          actions={
            <Button
              component="a"
              href={address(looked)}
              download={looked.name}
              aria-label={t('files.download', { name: looked.name })}
              leftSection={<IconDownload size={16} />}
            >
              {t('files.save')}
            </Button>
          }
        >
          <img className="sp-picture" src={address(looked)} alt={looked.name} />
        </Dialog>
      )}
    </section>
  )
}

/** Saves the files one change after the other, each on what the one before it left: a second is no conflict with the first. */
function useSavedFiles(entity: string, row: RecordRow): (files: FileItem[] | undefined) => void {
  const toast = useToast()
  const save = useSaveRecord()
  const base = useRef(row)
  const before = useRef(Promise.resolve())
  if (row.id !== base.current.id || row.version > base.current.version) base.current = row
  return (files) => {
    before.current = before.current
      .then(async () => {
        const written = await save(entity, base.current, { files: files ?? null })
        if (written) base.current = { ...base.current, version: written.version, files: files ?? null }
      })
      .catch(toast.problem)
  }
}
