import type { Reason } from '../../../core/imports/convert-cell.ts'
import type { Values } from '../../records/row.ts'
import type { Cell } from '../../sheets/sheet.ts'

/** A record named by a row that has to be found by its title, or made, when the row is written. */
export type StagedReference = { field: string; entity: string; text: string; multiple: boolean; extra?: Record<string, string> }
export type StagedChoice = { field: string; list: string; label: string; many: boolean; keys: string[] }

/**
 * What will happen to one row of the file: everything that writing it needs, one line of JSON in the staged file. The action
 * comes first, so that a reader can skip lines by their beginning.
 */
export type StagedRow = {
  action: 'add' | 'update' | 'skip' | 'bad'
  line: number
  title: string
  /** The name as the file has it, where the title leaves something of it out (a legal form). */
  shown?: string
  reasons: Reason[]
  /** Shown in amber: it goes in, but somebody should look. */
  warn?: boolean
  /** Which of the records that the import adds it is in the file, where they get running codes: those are given in that order. */
  nth?: number
  values?: Values
  /** The record that is updated or left alone, as it was when the dry run saw it. */
  recordId?: string
  version?: number
  fields?: string[]
  references?: StagedReference[]
  choices?: StagedChoice[]
  /** Only of the rows that are shown: what goes into the most telling fields, in words. */
  facts?: { field: string; text: string }[]
  /** The row as it stood in the file; kept for rows that do not go in. */
  cells?: Cell[]
}
