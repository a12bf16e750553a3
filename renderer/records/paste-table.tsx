import { Button, Table } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import type { PastedTable } from '../../core/paste/pasted-table.ts'
import { Dialog } from '../components/dialog.tsx'
import { SaveActions } from '../components/save-actions.tsx'
import { useToast } from '../components/toast.tsx'
import { useGo } from '../lib/navigation.ts'
import { sendFile } from '../lib/send-file.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'

const ROWS_SHOWN = 6
const COLUMNS_SHOWN = 6

type Props = {
  entity: string
  text: string
  table: PastedTable
  full: boolean
  onClose: () => void
  onDiscard: () => void
  /** One row alone, its cells as lines. */
  onRow: (text: string) => void
}

/** Rows of a spreadsheet go through the import, which checks each before anything is saved; who may not import takes one row at a time. */
export function PasteTable({ entity, text, table, full, onClose, onDiscard, onRow }: Props) {
  const { t, number } = useWords()
  const office = useOffice()
  const go = useGo()
  const toast = useToast()
  const [sending, setSending] = useState(false)
  const grant = office.entity(entity)?.grant
  const mayImport = grant?.import === true && grant.create === true
  // What names the columns is no record.
  const count = number(table.count - (table.hasHead ? 1 : 0))
  const send = async () => {
    setSending(true)
    try {
      const file = new File([text], `${t('paste.file_name')}.tsv`, { type: 'text/tab-separated-values' })
      const run = await sendFile(entity, file, () => undefined, new AbortController().signal)
      onDiscard()
      go(`/import/${run.id}`)
    } catch (error) {
      setSending(false)
      toast.problem(error)
    }
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('paste.table_title', { count, columns: table.columns })}
      size={960}
      fullScreen={full}
      actions={
        mayImport ? (
          <SaveActions
            save={t('paste.table_import', { count, entity: office.entityLabel(entity) })}
            icon={<IconFileImport size={16} />}
            busy={sending}
            onSave={() => void send()}
            onDiscard={onDiscard}
            plain
          />
        ) : (
          <Button variant="default" onClick={onDiscard}>
            {t('action.discard')}
          </Button>
        )
      }
    >
      <p className="sp-table-text">{mayImport ? t('paste.table_why') : t('paste.table_may_not')}</p>
      <div className="sp-paste-table">
        <Table withRowBorders>
          <Table.Tbody>
            {table.hasHead && <HeadRow cells={table.rows[0] ?? []} />}
            {table.rows.slice(table.hasHead ? 1 : 0, ROWS_SHOWN).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a pasted text have nothing but their place.
              <Table.Tr key={at}>
                {row.slice(0, COLUMNS_SHOWN).map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                  <Table.Td key={column}>{cell}</Table.Td>
                ))}
                {row.length > COLUMNS_SHOWN && <Table.Td>…</Table.Td>}
                <Table.Td className="sp-nowrap">
                  <button
                    type="button"
                    className="sp-link"
                    aria-label={t('paste.row_named', { row: row.find((cell) => cell.trim() !== '') ?? '' })}
                    onClick={() => onRow(row.filter((cell) => cell.trim() !== '').join('\n'))}
                  >
                    {t('paste.row')}
                  </button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {table.count > ROWS_SHOWN && (
        <p className="sp-t2 sp-small">{t('paste.table_more', { count: number(table.count - ROWS_SHOWN) })}</p>
      )}
    </Dialog>
  )
}

function HeadRow({ cells }: { cells: readonly string[] }) {
  return (
    <Table.Tr>
      {cells.slice(0, COLUMNS_SHOWN).map((cell, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as for the rows.
        <Table.Th key={column} scope="col">
          {cell}
        </Table.Th>
      ))}
      {cells.length > COLUMNS_SHOWN && <Table.Th>…</Table.Th>}
      <Table.Td />
    </Table.Tr>
  )
}
