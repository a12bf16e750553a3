import { uuidv7 } from 'uuidv7'
import { type EntityDef, findField } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Transaction } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import { type Change, changedFields, logChange, logChanges } from './change-log.ts'
import type { Context } from './context.ts'
import { keepCustomerOwner } from './customer-owner.ts'
import { keepUnreadable } from './damaged-records.ts'
import { followMerged } from './references.ts'
import { refuseDuplicates, refuseForeignFiles } from './refusals.ts'
import { type DbRow, type Values, valuesOf } from './row.ts'
import type { Rules, Write } from './rules.ts'
import { authorise, isInScope } from './scope.ts'
import {
  addToSearch,
  removeFromSearch,
  type SearchPlace,
  searchEntry,
  updateSearch,
  updateValueIndex,
  valueEntries,
} from './search-index.ts'
import { insertRow, updateRow } from './store-row.ts'
import { refuseUnseen } from './unseen.ts'
import { missingRequired, validate } from './validate.ts'
import { addValues, type IndexEntry } from './value-index.ts'

export type WriteResult = { id: string; version: number; rid: number }
/** A new record of which only the row is written yet. */
export type NewRow = { ctx: Context; write: Write; place: SearchPlace }

/**
 * How a write of the product's own differs from a person's: `trusted` writes what the rules would not let a person leave so (a deal
 * re-pointed in a stage that asks for more), `asWritten` points at records that are just being taken back, `action` names it in the log.
 */
export type OwnWrite = { trusted?: boolean; asWritten?: boolean; action?: 'merge' }

/**
 * The write path of every record. Each operation takes the transaction of a unit of work: access first, then
 * validation, the features' rules, the row, the change log, the value index and the search index; all or nothing.
 */
export class RecordWriter {
  readonly #rules: Rules
  readonly #onChange: () => void

  /** `onChange` is called for each change after it was committed. */
  constructor(rules: Rules, onChange: () => void) {
    this.#rules = rules
    this.#onChange = onChange
  }

  /** Makes a record from the given values. Throws `access.denied`, `record.invalid`, `record.duplicate`. */
  async create(ctx: Context, tx: Transaction, entityKey: string, given: Values): Promise<WriteResult> {
    const entity = entityOf(ctx.catalog, entityKey)
    authorise(ctx, entity, 'create')
    const values = validate(ctx, entity, given)
    await refuseUnseen(ctx, tx, entity, {}, values)
    return this.createTrusted(ctx, tx, entity, values)
  }

  /** Like `create` for values that were validated before; access to the entity was checked too. */
  async createTrusted(ctx: Context, tx: Transaction, entity: EntityDef, values: Values): Promise<WriteResult> {
    const made = await this.createRow(ctx, tx, entity, values)
    await this.completeRows(tx, [made])
    return { id: made.write.id, version: 1, rid: made.place.rid }
  }

  /**
   * The first half of `createTrusted`, for who makes many (an import): the rules and the row itself. Only with `completeRows`, in the same
   * transaction, is the record whole.
   */
  async createRow(ctx: Context, tx: Transaction, entity: EntityDef, values: Values): Promise<NewRow> {
    const after = withoutNulls(values)
    this.#giveOwner(ctx, entity, after)
    const write: Write = { entity, action: 'create', id: uuidv7(), before: {}, after }
    await followMerged(ctx, tx, write)
    await this.#rules.before(ctx, tx, write)
    const missing = missingRequired(entity, after)
    if (missing.length > 0) throw new AppError('record.invalid', { entity: entity.key }, { problems: missing })
    await refuseDuplicates(tx, entity, after, undefined)
    await refuseForeignFiles(ctx, tx, write)
    return { ctx, write, place: await insertRow(ctx, tx, write) }
  }

  /** The second half: what hangs on new rows, each kind for all of them together, because it lies together. */
  async completeRows(tx: Transaction, rows: readonly NewRow[]): Promise<void> {
    if (rows.length === 0) return
    // Before the search postings: a statement of several rows has SQLite write out those that it holds in memory.
    await addValues(
      tx,
      rows.flatMap(({ ctx, write: { entity, after }, place }) =>
        valueEntries(ctx.catalog, entity, {}, after).is.map((entry): IndexEntry => [...entry, place.rid]),
      ),
    )
    for (const [entity, some] of Map.groupBy(rows, ({ write }) => write.entity))
      await addToSearch(
        tx,
        entity,
        some.map(({ ctx, write, place }) => ({ place, entry: searchEntry(ctx.catalog, entity, write.after) })),
      )
    await logChanges(
      tx,
      rows.map(({ ctx, write: { entity, id, after } }) => ({
        ctx,
        change: { entity: entity.key, id, action: 'create', version: 1, fields: changedFields({}, after, fieldKeys(entity)) },
      })),
    )
    tx.afterCommit(this.#onChange)
    for (const { ctx, write } of rows) await this.#rules.after(ctx, tx, write)
  }

  /**
   * Changes a record that the caller last saw at `version`. Fields not named stay. Throws `record.not_found`,
   * `access.denied`, `record.stale` (with the current record's version), `record.invalid`, `record.duplicate`.
   */
  async update(
    ctx: Context,
    tx: Transaction,
    entityKey: string,
    id: string,
    version: number,
    given: Values,
  ): Promise<WriteResult> {
    const entity = entityOf(ctx.catalog, entityKey)
    const row = await this.#rowToChange(ctx, tx, entity, id, 'edit')
    if (row.version !== version) throw new AppError('record.stale', { version: row.version })
    const values = validate(ctx, entity, given)
    const before = valuesOf(entity, row)
    const owner = entity.scope.owner
    if (owner in values && values[owner] !== before[owner]) authorise(ctx, entity, 'assign')
    await refuseUnseen(ctx, tx, entity, before, values)
    return this.apply(ctx, tx, entity, row, values)
  }

  /** Writes validated values over a row that the caller has read in this transaction and may change. */
  async apply(
    ctx: Context,
    tx: Transaction,
    entity: EntityDef,
    row: DbRow,
    values: Values,
    own: OwnWrite = {},
  ): Promise<WriteResult> {
    const unreadable: FieldDef[] = []
    const before = valuesOf(entity, row, unreadable)
    const after = withoutNulls({ ...before, ...values })
    const write: Write = { entity, action: 'update', id: row.id, before, after, unreadable }
    if (!own.asWritten) await followMerged(ctx, tx, write)
    await this.#rulesBefore(ctx, tx, write, own)
    const changed = changedFields(before, write.after, fieldKeys(entity))
    if (Object.keys(changed).length === 0) {
      if (own.action) await this.#log(ctx, tx, write, row.version, changed, own.action)
      return { id: row.id, version: row.version, rid: row.rid }
    }
    // What was missing before may stay so; what this change empties, or what only now is required by a rule, may not.
    const missedBefore = new Set(missingRequired(entity, before).map((problem) => problem.field))
    const missing = missingRequired(entity, write.after).filter(({ field }) => field in changed || !missedBefore.has(field))
    if (missing.length > 0 && !own.trusted) throw new AppError('record.invalid', { entity: entity.key }, { problems: missing })
    await refuseDuplicates(tx, entity, Object.fromEntries(Object.entries(write.after).filter(([key]) => key in changed)), row.id)
    if (!own.trusted) await refuseForeignFiles(ctx, tx, write)
    if (unreadable.length > 0) await keepUnreadable(ctx, tx, { entity, row, unreadable, changed: Object.keys(changed) })
    await updateRow(ctx, tx, write, row, Object.keys(changed))
    if (entity.key === 'customer' && entity.scope.owner in changed) await keepCustomerOwner(ctx, tx, row.id)
    // What lies in the bin is not found, and stays so.
    if (!row.deleted_at && entity.fields.some(({ key, searchable }) => key in changed && (searchable || key === entity.title)))
      await updateSearch(tx, entity, row, searchEntry(ctx.catalog, entity, write.after))
    await updateValueIndex(tx, ctx.catalog, entity, row.rid, before, write.after)
    await this.#log(ctx, tx, write, row.version + 1, changed, own.action)
    await this.#rules.after(ctx, tx, write)
    return { id: row.id, version: row.version + 1, rid: row.rid }
  }

  /** Moves a record to the bin, where it waits 30 days. What points at it keeps pointing, so that a restore brings all back. */
  async delete(ctx: Context, tx: Transaction, entityKey: string, id: string): Promise<WriteResult> {
    const entity = entityOf(ctx.catalog, entityKey)
    const row = await this.#rowToChange(ctx, tx, entity, id, 'delete')
    return this.#bin(ctx, tx, entity, row, 'delete')
  }

  /** Takes a record back out of the bin, with everything that points at it. */
  async restore(ctx: Context, tx: Transaction, entityKey: string, id: string): Promise<WriteResult> {
    const entity = entityOf(ctx.catalog, entityKey)
    authorise(ctx, entity, 'delete')
    const row = await rowById(tx, entity, id)
    if (!row?.deleted_at || row.merged_into || !(await isInScope(ctx, tx, entity, id, 'delete')))
      throw new AppError('record.not_found')
    await refuseDuplicates(tx, entity, valuesOf(entity, row), id)
    return this.#bin(ctx, tx, entity, row, 'restore')
  }

  /** Leaves a record as a tombstone that leads to another one: it is found and listed no more, and its id stands for the survivor. */
  async retire(ctx: Context, tx: Transaction, entity: EntityDef, row: DbRow, into: string): Promise<WriteResult> {
    return this.#bin(ctx, tx, entity, row, 'delete', into)
  }

  /** Makes a merged record live again, as it was when it was merged. Throws `record.not_found` for others. */
  async revive(ctx: Context, tx: Transaction, entity: EntityDef, id: string): Promise<WriteResult> {
    authorise(ctx, entity, 'delete')
    const row = await rowById(tx, entity, id)
    if (!row?.merged_into || !(await isInScope(ctx, tx, entity, id, 'delete'))) throw new AppError('record.not_found')
    await refuseDuplicates(tx, entity, valuesOf(entity, row), id)
    return this.#bin(ctx, tx, entity, row, 'restore')
  }

  async #bin(
    ctx: Context,
    tx: Transaction,
    entity: EntityDef,
    row: DbRow,
    action: 'delete' | 'restore',
    mergedInto: string | null = null,
  ): Promise<WriteResult> {
    const values = valuesOf(entity, row)
    const write: Write = { entity, action, id: row.id, before: values, after: values }
    await this.#rules.before(ctx, tx, write)
    const deleting = action === 'delete'
    await tx.run(
      `update ${entity.table} set deleted_at = ?, deleted_by = ?, deleted_batch = ?, merged_into = ?, version = version + 1 where rid = ?`,
      [deleting ? ctx.now : null, deleting ? ctx.userId : null, deleting ? (ctx.batchId ?? null) : null, mergedInto, row.rid],
    )
    // The value index keeps its entries: every read joins living rows only, and a restore needs them again.
    if (deleting) await removeFromSearch(tx, entity, row)
    else await addToSearch(tx, entity, [{ place: row, entry: searchEntry(ctx.catalog, entity, values) }])
    if (entity.key === 'customer') await keepCustomerOwner(ctx, tx, row.id)
    const logged = mergedInto ? 'merged' : action
    await logChange(ctx, tx, { entity: entity.key, id: row.id, action: logged, version: row.version + 1, fields: {} })
    tx.afterCommit(this.#onChange)
    await this.#rules.after(ctx, tx, write)
    return { id: row.id, version: row.version + 1, rid: row.rid }
  }

  /** The living row, if the person may see it and may do this; what may not be seen is not found rather than refused. */
  async #rowToChange(ctx: Context, tx: Transaction, entity: EntityDef, id: string, action: 'edit' | 'delete'): Promise<DbRow> {
    const row = await rowById(tx, entity, id)
    // Whoever still has a merged record on his screen is told what it is now, so that what he wrote goes there.
    if (row?.merged_into && action === 'edit') throw new AppError('record.stale', { version: row.version })
    if (!row || row.deleted_at || !(await isInScope(ctx, tx, entity, id, 'view'))) throw new AppError('record.not_found')
    authorise(ctx, entity, action)
    if (!(await isInScope(ctx, tx, entity, id, action))) throw new AppError('access.denied', { entity: entity.key, action })
    return row
  }

  /** A new record belongs to whoever makes it; giving it to somebody else takes the right to assign. */
  #giveOwner(ctx: Context, entity: EntityDef, after: Values): void {
    const owner = entity.scope.owner
    const field = findField(entity, owner)
    if (!field || field.custom?.archived || ctx.policy.isHidden(entity.key, owner)) return
    if (after[owner] === undefined) after[owner] = ctx.userId
    else if (after[owner] !== ctx.userId) authorise(ctx, entity, 'assign')
  }

  async #rulesBefore(ctx: Context, tx: Transaction, write: Write, own: OwnWrite): Promise<void> {
    try {
      await this.#rules.before(ctx, tx, write)
    } catch (error) {
      if (!own.trusted || !(error instanceof AppError)) throw error
    }
  }

  async #log(
    ctx: Context,
    tx: Transaction,
    write: Write,
    version: number,
    fields: Change['fields'],
    action: string = write.action,
  ): Promise<void> {
    await logChange(ctx, tx, { entity: write.entity.key, id: write.id, action, version, fields })
    tx.afterCommit(this.#onChange)
  }
}

/** The row with this id, living or in the bin; access is the caller's concern. */
export async function rowById(
  tx: Pick<Transaction, 'get'>,
  entity: EntityDef,
  id: string,
): Promise<(DbRow & { merged_into: string | null }) | undefined> {
  return tx.get(`select * from ${entity.table} where id = ?`, [id])
}

const fieldKeys = (entity: EntityDef): string[] => entity.fields.map((field) => field.key)

function withoutNulls(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined))
}
