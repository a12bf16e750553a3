import { useState } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import type { FileItem } from '../../core/fields/values.ts'
import { useToast } from '../components/toast.tsx'
import { addressOf } from '../lib/api.ts'
import { useWords } from '../lib/words.ts'
import { sizeText } from './field-value.tsx'
import { FilesField } from './files-field.tsx'
import { useSaveRecord } from './save-record.tsx'

/** A record's files: to open, to add by choosing or dropping, to take off. */
export function FilesPanel({ entity, row }: { entity: string; row: RecordRow }) {
  const { t } = useWords()
  const toast = useToast()
  const save = useSaveRecord()
  const [open, setOpen] = useState(false)
  const items = (row.files as FileItem[] | undefined) ?? []
  const put = (files: FileItem[] | undefined) => void save(entity, row, { files: files ?? null }).catch(toast.problem)
  return (
    <section>
      <div className="sp-row">
        <h2 className="sp-grow">{t('page.files', { count: items.length })}</h2>
        {row.may?.edit && (
          <button type="button" className="sp-link sp-small sp-no-print" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('files.attach')}
          </button>
        )}
      </div>
      {!open && (
        <ul className="sp-table-text">
          {items.map((item) => (
            <li key={item.id} className="sp-row">
              <a
                className="sp-link cut"
                href={addressOf('downloadFile', { params: { entity, id: row.id, sha256: item.sha256 } })}
                download={item.name}
              >
                {item.name}
              </a>
              <span className="sp-t3 sp-small sp-nowrap">{sizeText(item.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {open && <FilesField bare label={t('files.attach')} value={items} onChange={put} />}
    </section>
  )
}
