import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import type { FieldInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { useToast } from '../components/toast.tsx'
import { problemsByField } from '../lib/problem.ts'
import { useWords } from '../lib/words.ts'
import { BRANCH_IN_NAME, FieldEditor } from './field-editor.tsx'
import { CellValue } from './field-value.tsx'
import type { Leave } from './inline-editor.tsx'
import { useSaveRecord, type Values } from './save-record.tsx'

const POPOVER_WIDTHS: Partial<Record<FieldInfo['kind'], number>> = { addresses: 540, links: 520, phones: 430 }

type Props = {
  entity: string
  field: FieldInfo
  row: RecordRow
  /** What was typed to begin with, where typing looks something up. */
  typed?: string | undefined
  onClose: (to: Leave) => void
}

/** Edits one cell where it stands. Enter saves and goes on below, Esc leaves it as it was; a wrong value says why and stays. */
export function CellEditor({ entity, field, row, typed, onClose }: Props) {
  const words = useWords()
  const toast = useToast()
  const save = useSaveRecord()
  const [values, setValues] = useState<Values>({ ...row })
  const [problem, setProblem] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const change = (key: string, value: unknown) => setValues((old) => ({ ...old, [key]: value }))
  const store = async () => {
    const changed = Object.fromEntries(
      Object.keys(values)
        .filter((key) => key !== BRANCH_IN_NAME)
        .filter((key) => values[key] !== row[key])
        .map((key) => [key, values[key] ?? null]),
    )
    if (Object.keys(changed).length === 0) return onClose('down')
    setBusy(true)
    try {
      await save(entity, row, changed)
      onClose('down')
    } catch (error) {
      const said = problemsByField(words, error)
      setProblem(said[field.key])
      if (!said[field.key]) toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Popover
      opened
      onChange={(opened) => !opened && onClose('stay')}
      position="bottom-start"
      width={POPOVER_WIDTHS[field.kind] ?? 340}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <span className="sp-cell-edited">
          <CellValue entity={entity} field={field} row={row} />
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className="sp-condition"
          onSubmit={(event) => {
            event.preventDefault()
            void store()
          }}
        >
          <FieldEditor
            entity={entity}
            field={field}
            values={values}
            titles={row.titles}
            autoFocus
            typed={typed}
            error={problem}
            onChange={(value) => change(field.key, value)}
            onOther={change}
          />
          <div className="sp-row">
            <Button type="submit" loading={busy}>
              {words.t('action.save')}
            </Button>
            <Button variant="default" onClick={() => onClose('stay')}>
              {words.t('action.discard')}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
