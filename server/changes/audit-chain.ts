import { createHash, randomFillSync } from 'node:crypto'
import type { Database, SqlValue, Transaction } from '../db/database.ts'
import { insertNumbered, insertRows } from '../db/insert-rows.ts'

/** The logs under one chain: what changed, who looked, exported, came in or was refused, and what was set. */
export type AuditLog = 'change' | 'access' | 'setting'
const LOGS = ['change', 'access', 'setting'] as const satisfies readonly AuditLog[]
/** How many entries the chain has, and what it comes to; kept elsewhere, it shows later whether anything before it was altered. */
export type AuditHead = { entries: number; head: string }
export type AuditFault = { entry: number; log: AuditLog; seq: number; is: 'altered' | 'missing' | 'unlinked' }
export type AuditReport = AuditHead & { erased: number; faults: AuditFault[]; holds: boolean; cut: boolean; compared: number }

const SALT_BYTES = 8
const CHUNK = 2_000
const MOST_FAULTS = 100

/**
 * The columns that an entry's hash covers, in this order, and which of them may be emptied. Those after the first `always` came later:
 * they count where they hold something, so that entries from before them hold, and nobody adds or takes away their contents unseen.
 */
const COVERED: Record<AuditLog, { table: string; columns: readonly string[]; always: number; content?: string }> = {
  change: {
    table: 'change',
    columns: ['at', 'user_id', 'batch_id', 'entity', 'record_id', 'action', 'fields', 'version', 'via'],
    always: 8,
    content: 'fields',
  },
  access: { table: 'access_log', columns: ['at', 'user_id', 'action', 'entity', 'detail'], always: 5, content: 'detail' },
  // Nothing of it is ever emptied.
  setting: { table: 'configuration_change', columns: ['at', 'user_id', 'area', 'item', 'before', 'after'], always: 6 },
}
const ERASED = '{}'

function hashOf(log: AuditLog, salt: Uint8Array, values: readonly SqlValue[]): Buffer {
  const { always } = COVERED[log]
  const told = values.filter((value, at) => at < always || value !== null)
  return createHash('sha256').update(salt).update(JSON.stringify(told)).digest()
}

/** The head after one more entry. Place and log are part of it, so that no two entries can change places. */
const linked = (head: Uint8Array, n: number, log: string, seq: number, hash: Uint8Array): Buffer =>
  createHash('sha256').update(head).update(`${n} ${log} ${seq} `).update(hash).digest()

const salts = Buffer.alloc(SALT_BYTES * 512)
let saltsUsed = salts.length

/** Random bytes for one entry. The system is asked for many at once: asking costs more than the hash that they go into. */
function newSalt(): Buffer {
  if (saltsUsed === salts.length) {
    randomFillSync(salts)
    saltsUsed = 0
  }
  saltsUsed += SALT_BYTES
  return Buffer.from(salts.subarray(saltsUsed - SALT_BYTES, saltsUsed))
}

/**
 * Appends entries to a log and to the chain over all logs, in the transaction of what they are about.
 * @param entries the values of the covered columns, in their order, of each
 * @returns the entries' sequence numbers in their log
 */
export async function appendEntries(
  tx: Transaction,
  log: AuditLog,
  entries: readonly (readonly SqlValue[])[],
): Promise<number[]> {
  const { table, columns } = COVERED[log]
  const seqs = await insertNumbered(tx, { table, columns, number: 'seq' }, entries)
  const last = await tx.get<{ n: number; head: Buffer }>('select n, head from audit_head where one = 1')
  let n = last?.n ?? 0
  let head = last?.head ?? Buffer.alloc(32)
  const links = seqs.map((seq, at): SqlValue[] => {
    const salt = newSalt()
    const hash = hashOf(log, salt, entries[at] ?? [])
    n += 1
    head = linked(head, n, log, seq, hash)
    return [n, log, seq, salt, hash]
  })
  await insertRows(tx, { table: 'audit_chain', columns: ['n', 'log', 'seq', 'salt', 'hash'] }, links)
  await tx.run('update audit_head set n = ?, head = ? where one = 1', [n, head])
  return seqs
}

/** Takes the salt off entries whose contents are erased or whose time is over: what they said is gone, the chain still holds. */
export async function forgetEntries(tx: Transaction, log: AuditLog, where: string, params: readonly SqlValue[]): Promise<void> {
  const { table } = COVERED[log]
  await tx.run(`update audit_chain set salt = null where log = ? and seq in (select seq from ${table} where ${where})`, [
    log,
    ...params,
  ])
}

/** The head as it is now. */
export async function auditHead(db: Pick<Database, 'get'>): Promise<AuditHead> {
  const row = await db.get<{ n: number; head: Buffer }>('select n, head from audit_head where one = 1')
  return { entries: row?.n ?? 0, head: (row?.head ?? Buffer.alloc(32)).toString('hex') }
}

/** A fault with when and by whom the entry was, where it is still there. */
export type FoundFault = AuditFault & { at?: string; userId?: string | null }

/** Adds to faults what is still to be read of their entries. */
export async function withWho(db: Pick<Database, 'get'>, faults: readonly AuditFault[]): Promise<FoundFault[]> {
  const found: FoundFault[] = []
  for (const fault of faults) {
    const sql = `select at, user_id from ${COVERED[fault.log].table} where seq = ?`
    const row = await db.get<{ at: string; user_id: string | null }>(sql, [fault.seq])
    found.push({ ...fault, ...(row && { at: row.at, userId: row.user_id }) })
  }
  return found
}

type ChainRow = { n: number; log: AuditLog; seq: number; salt: Buffer | null; hash: Buffer }

/**
 * Goes through the whole chain: every entry as it was hashed, none missing, none between, and the head made of all of them. An entry
 * without salt must be empty. `known` heads, copied elsewhere before (a backup's manifest holds one), must be met on the way.
 */
export async function verifyAudit(
  db: Database,
  known: readonly AuditHead[] = [],
  progress: (entries: number) => void = () => undefined,
): Promise<AuditReport> {
  const stored = await auditHead(db)
  const faults: AuditFault[] = []
  const heads = new Map(known.map((each) => [each.entries, each.head]))
  let head: Buffer = Buffer.alloc(32)
  let n = 0
  let erased = 0
  let met = 0
  const meet = () => {
    if (heads.get(n) === head.toString('hex')) met += 1
  }
  meet()
  for (;;) {
    const rows = await db.all<ChainRow>('select n, log, seq, salt, hash from audit_chain where n > ? order by n limit ?', [
      n,
      CHUNK,
    ])
    if (rows.length === 0) break
    const seqsOf = (log: AuditLog) => rows.filter((row) => row.log === log).map((row) => row.seq)
    const contents = new Map<AuditLog, Map<number, SqlValue[]>>()
    for (const log of LOGS) contents.set(log, await contentsOf(db, log, seqsOf(log)))
    for (const row of rows) {
      const values = contents.get(row.log)?.get(row.seq)
      if (row.salt === null) erased += 1
      const is = faultOf(row, values)
      if (is && faults.length < MOST_FAULTS) faults.push({ entry: row.n, log: row.log, seq: row.seq, is })
      head = linked(head, row.n, row.log, row.seq, row.hash)
      n = row.n
      meet()
    }
    progress(n)
  }
  for (const log of LOGS) faults.push(...(await unlinkedIn(db, log)))
  const complete = n === stored.entries && head.toString('hex') === stored.head && met === heads.size
  return {
    entries: n,
    head: head.toString('hex'),
    erased,
    faults,
    holds: complete && faults.length === 0,
    cut: !complete,
    compared: met,
  }
}

function faultOf(row: ChainRow, values: readonly SqlValue[] | undefined): AuditFault['is'] | undefined {
  const covered = COVERED[row.log]
  // Only what nobody may keep longer than the office wants goes altogether.
  if (!values) return row.salt === null && row.log === 'access' ? undefined : 'missing'
  if (row.salt === null)
    return covered.content && values[covered.columns.indexOf(covered.content)] === ERASED ? undefined : 'altered'
  return hashOf(row.log, row.salt, values).equals(row.hash) ? undefined : 'altered'
}

/** Whether all these entries of a log are as the chain says they were written; those from before the chain began are not known to be. */
export async function entriesHold(db: Database, log: AuditLog, seqs: readonly number[]): Promise<boolean> {
  const contents = await contentsOf(db, log, seqs)
  for (const seq of seqs) {
    const row = await db.get<ChainRow>('select n, log, seq, salt, hash from audit_chain where log = ? and seq = ?', [log, seq])
    if (!row || row.salt === null || faultOf(row, contents.get(seq))) return false
  }
  return true
}

async function contentsOf(db: Database, log: AuditLog, seqs: readonly number[]): Promise<Map<number, SqlValue[]>> {
  const { table, columns } = COVERED[log]
  const found = new Map<number, SqlValue[]>()
  for (let at = 0; at < seqs.length; at += 500) {
    const some = seqs.slice(at, at + 500)
    const held = await db.all<Record<string, SqlValue>>(
      `select seq, ${columns.join(', ')} from ${table} where seq in (${some.map(() => '?').join(', ')})`,
      some,
    )
    for (const row of held)
      found.set(
        Number(row.seq),
        columns.map((column) => row[column] ?? null),
      )
  }
  return found
}

/** Entries that somebody slipped in beside the chain. Those from before it began are not in it. */
async function unlinkedIn(db: Database, log: AuditLog): Promise<AuditFault[]> {
  const { table } = COVERED[log]
  const rows = await db.all<{ seq: number }>(
    `select seq from ${table} t where seq > (select coalesce(min(seq), 9e18) from audit_chain where log = ?)
     and not exists (select 1 from audit_chain c where c.log = ? and c.seq = t.seq) order by seq limit 20`,
    [log, log],
  )
  return rows.map(({ seq }) => ({ entry: 0, log, seq, is: 'unlinked' as const }))
}
