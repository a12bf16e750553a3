import { formatCode, type Numbering } from '../../core/configuration/ours.ts'
import type { EntityDef } from '../../core/entities/entity.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Context } from './context.ts'

/** How codes look where the office chose nothing: `C-000123`. */
const numberingOf = (entity: EntityDef): Numbering =>
  entity.numbering ?? { prefix: entity.codePrefix ?? '', digits: 6, year: 'none' }

/** Numbers that begin anew each year are counted by the year. */
const counterOf = (entity: EntityDef, today: string): string =>
  numberingOf(entity).year === 'none' ? `code.${entity.key}` : `code.${entity.key}.${today.slice(0, 4)}`

/** The next running code of an entity; numbers taken by hand or by an import are passed over. */
export async function nextCode(ctx: Context, tx: Transaction, entity: EntityDef): Promise<string> {
  const key = counterOf(entity, ctx.today)
  for (;;) {
    // Neither an upsert nor `returning`: both open a statement savepoint, at which FTS5 writes its pending postings out
    // (0.5 ms a record in a batch of creates).
    const counted = await tx.run('update counter set value = value + 1 where key = ?', [key])
    if (counted.changes === 0) await tx.run('insert into counter (key, value) values (?, 1)', [key])
    const row = await tx.get<{ value: number }>('select value from counter where key = ?', [key])
    const code = formatCode(numberingOf(entity), row?.value ?? 0, ctx.today)
    if (!(await isTaken(tx, entity, code))) return code
  }
}

/**
 * Sets numbers aside for records that are made in another order than they are numbered in (an import's). Those that are not used are not
 * given again. @returns the first
 */
export async function setNumbersAside(ctx: Context, tx: Transaction, entity: EntityDef, count: number): Promise<number> {
  const key = counterOf(entity, ctx.today)
  const counted = await tx.run('update counter set value = value + ? where key = ?', [count, key])
  if (counted.changes === 0) await tx.run('insert into counter (key, value) values (?, ?)', [key, count])
  const row = await tx.get<{ value: number }>('select value from counter where key = ?', [key])
  return (row?.value ?? count) - count + 1
}

/** The code of a number that was set aside; undefined where somebody has taken it by hand. */
export async function codeOf(ctx: Context, tx: Transaction, entity: EntityDef, number: number): Promise<string | undefined> {
  const code = formatCode(numberingOf(entity), number, ctx.today)
  return (await isTaken(tx, entity, code)) ? undefined : code
}

const isTaken = async (tx: Transaction, entity: EntityDef, code: string): Promise<boolean> =>
  (await tx.get(`select 1 from ${entity.table} where code = ? and deleted_at is null`, [code])) !== undefined

/** The code that the next record would get if nobody else makes one before. */
export async function codePreview(ctx: Context, db: Database, entity: EntityDef): Promise<string> {
  const row = await db.get<{ value: number }>('select value from counter where key = ?', [counterOf(entity, ctx.today)])
  return formatCode(numberingOf(entity), (row?.value ?? 0) + 1, ctx.today)
}
