import { useEffect, useMemo, useRef, useState } from 'react'
import type { EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { useToast } from '../components/toast.tsx'
import { recordPath, useGo } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { Cursor } from './cell-block.ts'
import { isLookedUp, isTyped, typedText } from './cell-text.ts'
import type { Leave } from './inline-editor.tsx'
import { isEditable } from './is-editable.ts'
import { useCells } from './list-cells.ts'
import type { ListContent } from './list-content.ts'
import { useEdges } from './list-edges.ts'
import { stepFrom, useListKeys } from './list-keys.ts'
import { CellEditor } from './list-parts.ts'
import { rememberOrder } from './neighbours.ts'
import { useCall } from './phone-call.tsx'
import { useRecordActions } from './record-actions.tsx'
import { useSaveRecord } from './save-record.tsx'

export const NOWHERE: Cursor = { at: -1, column: undefined }

/** A cell that is being edited, with what was typed to begin with. */
export type Editing = { typed?: string | undefined }

/** Where the hand is: the cursor, what is ticked, which cell is edited, and the keys that move all this. */
export function useHand(entity: EntityInfo, content: ListContent) {
  const go = useGo()
  const call = useCall()
  const { log } = useRecordActions()
  const { lines, columns } = content
  const [cursor, setCursor] = useState<Cursor>(NOWHERE)
  const [editing, setEditing] = useState<Editing | undefined>()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [every, setEvery] = useState(false)
  const [menu, setMenu] = useState<string | undefined>()
  const input = useRef<HTMLInputElement>(null)
  /** Set while a cell holds a word that cannot be saved: the cursor does not leave it. */
  const held = useRef(false)
  const line = lines[cursor.at]
  const row = line?.kind === 'row' ? line.row : undefined
  const ids = useMemo(() => lines.flatMap((each) => (each.kind === 'row' ? [each.row.id] : [])), [lines])
  // Whoever stands in a cell may type at once.
  const isInCell = cursor.column !== undefined
  useEffect(() => {
    if (isInCell) void CellEditor.fetch().catch(() => undefined)
  }, [isInCell])
  const open = () => {
    if (!row) return
    rememberOrder(entity.key, ids)
    go(recordPath(entity.key, row.id))
  }
  const select = (next: ReadonlySet<string>) => {
    setSelected(next)
    setEvery(false)
  }
  /** Of all that match, those that are loaded stay ticked when one of them is taken out. */
  const toggle = (id: string) => {
    const old = every ? new Set(ids) : selected
    select(new Set(old.has(id) ? [...old].filter((other) => other !== id) : [...old, id]))
  }
  const mayEdit = (field: FieldInfo | undefined): field is FieldInfo =>
    field !== undefined && field.key !== entity.title && isEditable(field) && entity.grant.edit !== 'none'
  const edit = (at: Cursor, typed?: string) => {
    const column = at.column || columns.findIndex((candidate) => mayEdit(candidate.field))
    if (!mayEdit(columns[column]?.field)) return
    setCursor({ at: at.at, column })
    setEditing({ typed })
  }
  const move = (to: Cursor) => {
    if (held.current) return
    setCursor(to)
    setEditing(undefined)
  }
  const toEdge = useEdges(content, cursor, setCursor, move)
  const step = (by: number) => move({ at: stepFrom(lines, cursor.at, by), column: undefined })
  const leave = (to: Leave) => {
    held.current = false
    move(cellBeside(cursor, to, columns.length, (at, by) => stepFrom(lines, at, by)))
  }
  const { pending, commit } = useCommit(entity, (at, typed) => {
    setCursor(at)
    setEditing({ typed })
  })
  const about = row && { entity: entity.key, id: row.id, title: row.title }
  useListKeys({
    lines,
    columns: columns.length,
    cursor,
    row,
    move,
    toEdge,
    open,
    menu: () => setMenu(columns[cursor.column ?? 0]?.field.key),
    edit: () => edit(cursor),
    toggle: () => row && toggle(row.id),
    search: () => input.current?.focus(),
    clear: () => (selected.size > 0 || every ? select(new Set()) : move({ at: cursor.at, column: undefined })),
    call: row && 'phones' in row ? () => call(entity.key, row) : undefined,
    fold: content.groups.fold,
    log: log && about && entity.key !== 'activity' ? () => log({ about }) : undefined,
  })
  const cells = useCells({
    entity,
    content,
    cursor,
    enabled: editing === undefined,
    move,
    leave,
    onType: (typed) => {
      const field = columns[cursor.column ?? -1]?.field
      if (!mayEdit(field) || !(isTyped(field) || isLookedUp(field))) return false
      edit(cursor, typed)
      return true
    },
  })
  return {
    cursor,
    setCursor: move,
    row,
    ids,
    selected,
    every,
    select,
    selectEvery: () => {
      setSelected(new Set())
      setEvery(true)
    },
    toggle,
    editing,
    edit,
    leave,
    held,
    pending,
    /** Saves a typed cell and goes on at once; a refusal comes back to the cell with its word. */
    commit: (record: RecordRow, field: FieldInfo, value: unknown, to: Leave) => {
      leave(to)
      if (value !== undefined) void commit(record, field, value, { at: cursor.at, column: cursor.column })
    },
    open,
    step,
    input,
    menu,
    setMenu,
    cells,
  }
}

export type Hand = ReturnType<typeof useHand>

/** The cell beside another one; from the end of a row to the beginning of the next. */
export function cellBeside(cursor: Cursor, to: Leave, columns: number, stepRow: (at: number, by: number) => number): Cursor {
  const { at, column = 0 } = cursor
  if (to === 'down' || to === 'up') return { at: stepRow(at, to === 'down' ? 1 : -1), column }
  if (to === 'stay') return { at, column }
  const next = column + (to === 'right' ? 1 : -1)
  if (next >= 1 && next < columns) return { at, column: next }
  const row = stepRow(at, to === 'right' ? 1 : -1)
  return row === at ? { at, column } : { at: row, column: to === 'right' ? 1 : columns - 1 }
}

type Pending = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Saves one cell while the hand is already elsewhere: the new value stands at once, with an undo; a refusal takes it back. */
function useCommit(entity: EntityInfo, onRefused: (at: Cursor, typed: string) => void) {
  const words = useWords()
  const office = useOffice()
  const toast = useToast()
  const save = useSaveRecord()
  const [pending, setPending] = useState<Pending>({})
  const mark = (id: string, key: string, value: unknown) => setPending((old) => ({ ...old, [id]: { ...old[id], [key]: value } }))
  const unmark = (id: string, key: string) =>
    setPending((old) => {
      const { [key]: _, ...others } = old[id] ?? {}
      return { ...old, [id]: others }
    })
  const commit = async (row: RecordRow, field: FieldInfo, value: unknown, at: Cursor) => {
    mark(row.id, field.key, value)
    try {
      const written = await save(entity.key, row, { [field.key]: value })
      if (!written) return
      toast.show({
        text: words.t('cell.saved', { label: office.fieldLabel(entity.key, field.key), title: row.title }),
        undo: () =>
          save(entity.key, { ...row, [field.key]: value, version: written.version }, { [field.key]: row[field.key] ?? null }),
      })
    } catch (error) {
      toast.problem(error)
      onRefused(at, typedText(words, field, value))
    } finally {
      unmark(row.id, field.key)
    }
  }
  return { pending, commit }
}
