import type { EntityDef } from '../../core/entities/entity.ts'
import type { Transaction } from '../db/database.ts'

/** The next running code of an entity (`C-000123`); numbers taken by hand or by an import are passed over. */
export async function nextCode(tx: Transaction, entity: EntityDef): Promise<string> {
  const key = `code.${entity.key}`
  for (;;) {
    // Neither an upsert nor `returning`: both open a statement savepoint, at which FTS5 writes its pending postings out
    // (0.5 ms a record in a batch of creates).
    const counted = await tx.run('update counter set value = value + 1 where key = ?', [key])
    if (counted.changes === 0) await tx.run('insert into counter (key, value) values (?, 1)', [key])
    const row = await tx.get<{ value: number }>('select value from counter where key = ?', [key])
    const code = `${entity.codePrefix}-${String(row?.value ?? 0).padStart(6, '0')}`
    if (!(await tx.get(`select 1 from ${entity.table} where code = ? and deleted_at is null`, [code]))) return code
  }
}
