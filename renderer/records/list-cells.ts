import { useEffect, useRef, useState } from 'react'
import { MOST_PASTED_ROWS } from '../../core/contract/bulk.ts'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { isEmpty } from '../../core/query/matches.ts'
import { useDates } from '../lib/instants.ts'
import { isCovered, isTyping } from '../lib/keys.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { blockOf, type Cursor } from './cell-block.ts'
import { asBlock, copiedText } from './cell-text.ts'
import type { Leave } from './inline-editor.tsx'
import type { ListContent } from './list-content.ts'

/** A block on its way into the list: the rows and fields that it is to lie on, or only its size when there is too much of it. */
export type PastedBlock = {
  text: string
  size: { rows: number; columns: number }
  columns: string[]
  rows: { row: RecordRow; cells: string[] }[]
  /** Rows of the block below the end of the list. */
  beyond: number
}

type Props = {
  entity: EntityInfo
  content: ListContent
  cursor: Cursor
  /** False while a cell is edited: its keys are the editor's. */
  enabled: boolean
  move: (cursor: Cursor) => void
  leave: (to: Leave) => void
  /** Begins to edit with a typed character; false where typing means nothing. */
  onType: (typed: string) => boolean
}

/** The list's own keyboard, as far as the page is concerned: nothing else holds it. */
const isInGrid = (): boolean => {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.closest('[data-list]') !== null
}

/**
 * What makes a table a sheet: typing into a cell, Tab, Delete, copying a block and pasting one. All of it only while a cell is the cursor; with a
 * whole row under it the keys and the clipboard are the page's.
 */
export function useCells(props: Props) {
  const words = useWords()
  const office = useOffice()
  const dates = useDates()
  const [pasted, setPasted] = useState<PastedBlock | undefined>()
  const latest = useRef({ ...props, words, office, dates })
  latest.current = { ...props, words, office, dates }
  useEffect(() => {
    const block = () => {
      const { enabled, cursor } = latest.current
      return enabled && !isCovered() && isInGrid() ? blockOf(cursor) : undefined
    }
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || isTyping(event.target) || !block()) return
      const { leave, onType } = latest.current
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (event.code === 'Tab' && plain) leave(event.shiftKey ? 'left' : 'right')
      else if ((event.code === 'Delete' || event.code === 'Backspace') && plain) void take('')
      else if (!plain || event.key.length !== 1 || event.key === ' ' || !onType(event.key)) return
      event.preventDefault()
    }
    const copy = (event: ClipboardEvent) => {
      const chosen = block()
      if (!chosen || isTyping(event.target) || !document.getSelection()?.isCollapsed) return
      const { content, words: said, office: info, dates: days } = latest.current
      const fields = content.columns.slice(chosen.left, chosen.right + 1)
      const rows = content.lines
        .slice(chosen.top, chosen.bottom + 1)
        .flatMap((line) => (line.kind === 'row' ? [line.row] : []))
        .map((row) =>
          fields.map(({ field }) =>
            copiedText({ words: said, office: info, dates: days, titles: row.titles }, field, row[field.key]),
          ),
        )
      event.clipboardData?.setData('text/plain', asBlock(rows))
      event.preventDefault()
    }
    const take = async (text: string) => {
      const { readBlock } = await import('./paste-block.ts')
      const { content, cursor } = latest.current
      const chosen = blockOf(cursor)
      if (!chosen) return
      const laid = await lay(text, text === '' ? [['']] : readBlock(text), chosen, () => latest.current.content ?? content)
      // Clearing what is empty already asks nothing.
      if (text !== '' || laid.rows.some(({ row }) => laid.columns.some((key) => !isEmpty(row[key])))) setPasted(laid)
    }
    const paste = (event: ClipboardEvent) => {
      if (!block() || isTyping(event.target)) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text === '') return
      // Nobody else makes a new record of what belongs into a cell.
      event.preventDefault()
      event.stopImmediatePropagation()
      void take(text)
    }
    window.addEventListener('keydown', press, true)
    window.addEventListener('copy', copy)
    window.addEventListener('paste', paste, true)
    return () => {
      window.removeEventListener('keydown', press, true)
      window.removeEventListener('copy', copy)
      window.removeEventListener('paste', paste, true)
    }
  }, [])
  return { pasted, close: () => setPasted(undefined) }
}

/** Lays a block on the list from the chosen cells on. One cell fills all that are chosen; rows that were not loaded yet are. */
async function lay(
  text: string,
  cells: string[][],
  chosen: NonNullable<ReturnType<typeof blockOf>>,
  content: () => ListContent,
): Promise<PastedBlock> {
  const width = Math.max(...cells.map((row) => row.length))
  const size = { rows: cells.length, columns: width }
  if (cells.length > MOST_PASTED_ROWS) return { text, size, columns: [], rows: [], beyond: 0 }
  const single = cells.length === 1 && width === 1
  const wanted = single
    ? Array.from({ length: chosen.bottom - chosen.top + 1 }, () =>
        Array.from({ length: chosen.right - chosen.left + 1 }, () => cells[0]?.[0] ?? ''),
      )
    : cells
  await content().loadTo(chosen.top + wanted.length)
  const { lines, columns } = content()
  const fields = columns.slice(chosen.left, chosen.left + Math.max(...wanted.map((row) => row.length)))
  const targets = lines.slice(chosen.top).flatMap((line) => (line.kind === 'row' ? [line.row] : []))
  const rows = wanted.flatMap((row, at) => {
    const target = targets[at]
    return target ? [{ row: target, cells: row.slice(0, fields.length) }] : []
  })
  return { text, size, columns: fields.map(({ field }) => field.key), rows, beyond: wanted.length - rows.length }
}
