import { closeSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { titleWords } from '../../../core/fields/facets.ts'
import { pointsAt } from '../../../core/fields/points-at.ts'
import { sortKey } from '../../../core/thai/sort-key.ts'
import type { StagedRow } from './staged-row.ts'

/** Where a row stands in the draft, in bytes, and by what it is put in order. */
type Place = { order: string; at: number; bytes: number }

/** Fewer rows touch few pages anyway, and are found afterwards as they stood in the file. */
const FROM_ORDERED = 2_000
/** So much of a sort key tells on which page of an index a row comes to lie; a million of them are kept in memory. */
const ORDER_LENGTH = 12
const WRITTEN_AT_ONCE = 1 << 20

/**
 * Writes the staged rows of one import, in the order in which they are to be written to the database. Many records that stand alone go in by their
 * titles: those of one slice then lie side by side in every index by name, and a third of the pages are written. Rows that name other records
 * (whoever comes first is a customer's main contact, what is made by a title is spelled as there) and rows that do not go in keep the
 * order of the file, before them.
 */
export class StagedWriter {
  readonly #entity: EntityDef
  readonly #path: string
  readonly #draft: number
  readonly #places: Place[] = []
  #at = 0

  constructor(entity: EntityDef, path: string) {
    this.#entity = entity
    this.#path = path
    this.#draft = openSync(draftOf(path), 'w+', 0o600)
  }

  /** Takes the next rows of the file. */
  add(rows: readonly StagedRow[]): void {
    let text = ''
    for (const row of rows) {
      const line = `${JSON.stringify(row)}\n`
      const bytes = Buffer.byteLength(line)
      this.#places.push({ order: this.#orderOf(row), at: this.#at, bytes })
      this.#at += bytes
      text += line
    }
    writeSync(this.#draft, text)
  }

  #orderOf({ action, values = {}, references, choices }: StagedRow): string {
    if (action !== 'add' || references || choices) return ''
    const { fields, title } = this.#entity
    if (fields.some((field) => pointsAt(field, values[field.key]).length > 0)) return ''
    const field = fields.find(({ key }) => key === title)
    return field ? sortKey(titleWords(field, values[title])).slice(0, ORDER_LENGTH) : ''
  }

  /** Puts the rows in order; they are on disk when it returns. */
  finish(): void {
    const out = openSync(this.#path, 'w', 0o600)
    try {
      if (this.#places.length >= FROM_ORDERED)
        this.#places.sort((one, other) => (one.order < other.order ? -1 : one.order > other.order ? 1 : one.at - other.at))
      let some: Buffer[] = []
      let size = 0
      const write = () => {
        writeSync(out, Buffer.concat(some))
        some = []
        size = 0
      }
      for (const { at, bytes } of this.#places) {
        const line = Buffer.allocUnsafe(bytes)
        readSync(this.#draft, line, 0, bytes, at)
        some.push(line)
        size += bytes
        if (size >= WRITTEN_AT_ONCE) write()
      }
      write()
      fsyncSync(out)
    } finally {
      closeSync(out)
    }
  }

  /** To be called at the end, however it went. */
  close(): void {
    closeSync(this.#draft)
    rmSync(draftOf(this.#path), { force: true })
  }
}

const draftOf = (path: string): string => `${path}.draft`
