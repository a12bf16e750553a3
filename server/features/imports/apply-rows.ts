import type { ImportDefinition } from '../../../core/contract/imports.ts'
import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import { newItemId } from '../../../core/ids.ts'
import { lookUpKey, partyName, personName } from '../../../core/imports/convert-cell.ts'
import { coreName } from '../../../core/thai/company-name.ts'
import type { Transaction } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import { codeOf } from '../../records/codes.ts'
import type { Context } from '../../records/context.ts'
import type { Values } from '../../records/row.ts'
import { authorise } from '../../records/scope.ts'
import { type NewRow, type RecordWriter, rowById } from '../../records/write.ts'
import { saveChoice } from '../settings/configuration.ts'
import { findByTitle } from './lookups.ts'
import type { StagedRow } from './staged-row.ts'

/** What the writing of one import goes by; `numbersFrom` is the first of the numbers set aside for what it adds. */
export type ApplierParts = {
  runId: string
  ctx: Context
  writer: RecordWriter
  entity: string
  definition: ImportDefinition
  numbersFrom?: number | undefined
}

/** Writes staged rows, making what they name and is not there yet. One instance serves one import. */
export class RowApplier {
  readonly #ctx: Context
  readonly #writer: RecordWriter
  readonly #entity: string
  readonly #definition: ImportDefinition
  readonly #made = new Map<string, string>()
  readonly #runId: string
  readonly #namesItself: boolean
  readonly #numbersFrom: number | undefined
  /** New rows that are still to be completed. */
  #begun: NewRow[] = []
  /** True once a pick list got a new entry, so that the configuration must be read again. */
  choicesMade = false

  constructor({ runId, ctx, writer, entity, definition, numbersFrom }: ApplierParts) {
    this.#runId = runId
    this.#numbersFrom = numbersFrom
    this.#namesItself = makesOwnKind(entityOf(ctx.catalog, entity), definition)
    this.#ctx = ctx
    this.#writer = writer
    this.#entity = entity
    this.#definition = definition
  }

  /** Writes one row; new ones are whole after `complete`. Throws an `AppError` when it cannot be written any more as the dry run said. */
  async apply(tx: Transaction, row: StagedRow): Promise<void> {
    if (row.action !== 'add' && row.action !== 'update') return
    const values: Values = { ...row.values }
    for (const reference of row.references ?? []) {
      const id = await this.#reference(tx, reference.entity, reference.text)
      values[reference.field] = reference.multiple ? [{ id: newItemId(), to: id, ...reference.extra }] : id
    }
    for (const choice of row.choices ?? []) {
      const key = await this.#choice(tx, choice.list, choice.label)
      values[choice.field] = choice.many ? [...choice.keys, key] : key
    }
    const entity = entityOf(this.#ctx.catalog, this.#entity)
    // An earlier row named this record (as its parent, say) and had it made; it gets its own row's values now.
    const namedBefore = row.action === 'add' ? await this.#namedBefore(tx, row.title) : undefined
    if (row.action === 'add' && !namedBefore) {
      if (row.nth !== undefined && this.#numbersFrom !== undefined)
        values.code ??= await codeOf(this.#ctx, tx, entity, this.#numbersFrom + row.nth)
      this.#begun.push(await this.#writer.createRow(this.#ctx, tx, entity, values))
      return
    }
    const existing = await rowById(tx, entity, namedBefore ?? row.recordId ?? '')
    if (!existing || existing.deleted_at) throw new AppError('record.not_found')
    if (!namedBefore && existing.version !== row.version) throw new AppError('record.stale', { version: existing.version })
    await this.#writer.apply(this.#ctx, tx, entity, existing, values)
  }

  /** The record that a reference of this import made under this title; it counts once, for the row that comes to describe it. */
  async #namedBefore(tx: Transaction, title: string): Promise<string | undefined> {
    if (!this.#namesItself) return undefined
    const key = madeKey(this.#entity, title)
    const found = await tx.get<{ record_id: string }>('select record_id from import_made where run_id = ? and key = ?', [
      this.#runId,
      key,
    ])
    if (found) await tx.run('delete from import_made where run_id = ? and key = ?', [this.#runId, key])
    return found?.record_id
  }

  async #reference(tx: Transaction, entityKey: string, text: string): Promise<string> {
    const known = madeKey(entityKey, text)
    const made = this.#made.get(known)
    if (made) return made
    const entity = entityOf(this.#ctx.catalog, entityKey)
    const named = await findByTitle(this.#ctx, tx, entity, text)
    if (named === 'several') throw new AppError('record.duplicate', { value: text })
    let id = named === 'nobody' ? undefined : named.id
    if (!id) {
      authorise(this.#ctx, entity, 'create')
      const title = findField(entity, entity.title)
      const name = title?.kind === 'partyName' ? partyName(text) : title?.kind === 'personName' ? personName(text) : text
      id = (await this.#writer.createTrusted(this.#ctx, tx, entity, { [entity.title]: name })).id
      // Remembered on disk too: after a kill, the row of this very record must still find it.
      await tx.run(
        'insert into import_made (run_id, key, record_id) values (?, ?, ?) on conflict (run_id, key) do update set record_id = excluded.record_id',
        [this.#runId, known, id],
      )
    }
    this.#made.set(known, id)
    return id
  }

  async #choice(tx: Transaction, list: string, label: string): Promise<string> {
    const known = `choice ${list} ${lookUpKey(label)}`
    const made = this.#made.get(known)
    if (made) return made
    const entries = await tx.all<{ key: string; label_th: string; label_en: string }>(
      'select key, label_th, label_en from choice where list = ?',
      [list],
    )
    const existing = entries.find((entry) =>
      [entry.label_th, entry.label_en].some((text) => lookUpKey(text) === lookUpKey(label)),
    )
    const key = existing?.key ?? (await saveChoice(tx, list, { labelTh: label.slice(0, 120), labelEn: label.slice(0, 120) })).key
    this.#made.set(known, key)
    this.choicesMade = true
    return key
  }

  /** Completes the new rows that were written since the last time, in the same transaction. */
  async complete(tx: Transaction): Promise<void> {
    const begun = this.#begun
    this.#begun = []
    await this.#writer.completeRows(tx, begun)
  }

  /** Forgets what a rolled-back slice had made. */
  forget(): void {
    this.#begun = []
    this.#made.clear()
  }

  get skipsBadRows(): boolean {
    return this.#definition.skipBadRows
  }
}

/** Whether rows of an import may make records of the very kind that it adds (a customer's parent), which later rows then describe. */
export function makesOwnKind(entity: EntityDef, definition: ImportDefinition): boolean {
  if (definition.missingReferences !== 'create') return false
  return definition.columns.some(({ target }) => {
    const field = target === undefined ? undefined : findField(entity, target.split('.')[0] ?? '')
    return field?.kind === 'records' || field?.to === entity.key
  })
}

/** Titles are the same when spaces, marks and the legal form aside they read the same. */
export const madeKey = (entity: string, title: string): string => `${entity} ${coreName(title) || lookUpKey(title)}`
