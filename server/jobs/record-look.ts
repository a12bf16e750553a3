import type { Notice } from '../../core/contract/backup.ts'
import type { EntityDef } from '../../core/entities/entity.ts'
import { logAccess } from '../access/access-log.ts'
import type { Database, Transaction } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import { startTask } from '../isolation/isolated-task.ts'
import { programUrl } from '../isolation/program-url.ts'
import type { Log } from '../log.ts'
import type { Office } from '../office.ts'
import { entityOf } from '../records/catalog.ts'
import type { Context } from '../records/context.ts'
import { type Damaged, damagedRecords, forgetDamaged, noteDamaged } from '../records/damaged-records.ts'
import { type Checked, checkOne, checkSearched } from '../records/record-check.ts'
import { putBackLogged, rebuildDerived } from '../records/record-repair.ts'
import { dropStray } from '../records/stray-entries.ts'
import { titlesOf } from '../records/titles.ts'
import { labelOfKey } from '../words.ts'
import type { LookInput, LookPlace, LookTold } from './record-look-worker.ts'
import { SharedRun } from './shared-run.ts'

const KEY = 'record_look'
const MEBIBYTES = 256
/** After so long the look goes on the next night. */
const NIGHT_MS = 30 * 60_000
const SLICE_MS = 10
/** Of more than these the number is told besides: then it is a backup that helps. */
const MOST_TOLD = 2

/** Where the look stands, and by which version of the product everything was looked at last. */
type Looked = { place?: LookPlace; whole?: string }
type Found = Exclude<LookTold, { failed: string }>

type Parts = { office: Office; database: string | undefined; version: string; log: Log }

/**
 * Looks for cells that became others without anybody’s writing them, which the database’s own check takes for what was written: holds each
 * record against the change log, whose chain proves it, and what is worked out from a record against the record. What is worked out is
 * worked out anew; a record’s own values are told, and put back only when somebody asks for it. PostgreSQL has checksums of its own.
 */
export class RecordLook {
  readonly #parts: Parts
  readonly #shared = new SharedRun(() => this.#look())
  #stop: (() => void) | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Goes on where the last look stopped, for half an hour at the most; who asks while it is under way waits for its end. */
  run(): Promise<void> {
    return this.#shared.run()
  }

  /** Ends a look under way; it goes on from where it was. */
  stop(): Promise<void> {
    return this.#shared.stop(() => this.#stop?.())
  }

  async #look(): Promise<void> {
    const { office, database, version } = this.#parts
    if (database === undefined) return
    const until = performance.now() + NIGHT_MS
    const looked = (await kept<Looked>(office.connection, KEY)) ?? {}
    const take = async (found: Found) => {
      // A newer product may fold and sort in another way: what that changes is no damage.
      await this.#repair(found, looked.whole === version)
      for (const each of found.found) if (each.differences.length > 0) await this.#note(each)
      if (found.next) looked.place = found.next
      else {
        delete looked.place
        looked.whole = version
      }
      await this.#keep(KEY, looked)
    }
    while (!this.#shared.ended && !office.state.has('database.damaged')) {
      const told = await this.#piece({ database, place: looked.place, ms: until - performance.now() }, take)
      if (!told || !looked.place || performance.now() > until) return
    }
  }

  /** One process’s work, which ends early where it finds much. Returns whether it came to its end. */
  #piece(from: Pick<LookInput, 'database' | 'place' | 'ms'>, take: (found: Found) => Promise<void>): Promise<boolean> {
    const { office, log } = this.#parts
    const program = programUrl('record-look-worker', import.meta.url)
    return new Promise((resolve, reject) => {
      const task = startTask<LookTold>(program, { ...from, catalog: office.catalog } satisfies LookInput, MEBIBYTES)
      this.#stop = task.stop
      let taken = Promise.resolve()
      let whole = false
      task.onReport((told) => {
        whole = !('failed' in told)
        if ('failed' in told) log.error({ failed: told.failed }, 'the records could not be looked at')
        else taken = taken.then(() => (this.#shared.ended ? undefined : take(told)))
      })
      task.onEnd((error) => {
        if (error) log.error({ error: String(error) }, 'the records could not be looked at')
        taken.then(() => resolve(whole && !error), reject)
      })
    })
  }

  /** @param tell whether it was damage, and not another way of working it out */
  async #repair({ found, loose, stray }: Found, tell: boolean): Promise<void> {
    const { office } = this.#parts
    const works: { entity: string; do: (tx: Transaction, entity: EntityDef) => Promise<Checked['derived']> }[] = [
      ...found
        .filter((each) => each.derived)
        .map((each) => ({ entity: each.entity, do: (tx: Transaction, of: EntityDef) => this.#rebuild(tx, of, each) })),
      ...loose.map(({ entity, sort, rid }) => ({ entity, do: (tx: Transaction, of: EntityDef) => dropLoose(tx, of, sort, rid) })),
      ...stray.map(({ entity, ...entry }) => ({
        entity,
        do: async (tx: Transaction, of: EntityDef) =>
          (await dropStray(tx, office.catalog, of, entry)) ? ('wrong' as const) : undefined,
      })),
    ]
    const repaired = new Map<string, number>()
    for (let at = 0; at < works.length && !this.#shared.ended; )
      at += await office.writeInTime(async (tx) => {
        const until = performance.now() + SLICE_MS
        let done = 0
        for (const work of works.slice(at)) {
          done += 1
          const was = await work.do(tx, entityOf(office.catalog, work.entity))
          if (was === 'wrong') repaired.set(work.entity, (repaired.get(work.entity) ?? 0) + 1)
          if (performance.now() > until) break
        }
        return done
      })
    if (repaired.size === 0) return
    this.#parts.log.warn(
      { repaired: Object.fromEntries(repaired), damage: tell },
      'what is worked out from records was put right',
    )
    if (!tell) return
    await office.writeInTime(async (tx) => {
      for (const [entity, rows] of repaired)
        await logAccess(tx, this.#now(), { userId: null, action: 'search_repaired', entity, detail: { rows } })
    })
  }

  /** Meanwhile somebody may have written the record anew. */
  async #rebuild(tx: Transaction, entity: EntityDef, { rid, id }: Pick<Checked, 'rid' | 'id'>): Promise<Checked['derived']> {
    const { catalog } = this.#parts.office
    const derived = (await checkSearched(tx, catalog, entity, [rid]))[0]?.derived
    if (derived) await rebuildDerived(tx, catalog, entity, id)
    return derived
  }

  async #note({ entity, id }: Damaged): Promise<void> {
    const { office, log } = this.#parts
    await office.writeInTime(async (tx) => {
      const found = await checkOne(tx, office.catalog, entityOf(office.catalog, entity), id)
      if (!found || found.differences.length === 0) return
      const fields = found.differences.map(({ field }) => field)
      if (!(await noteDamaged(tx, { entity, id }))) return
      log.error({ entity, id, fields }, 'a record does not hold what was saved in it')
      for (const field of fields)
        await logAccess(tx, this.#now(), { userId: null, action: 'record_damaged', entity, detail: { record: id, field } })
    })
  }

  /** What whoever runs the office is told of records that are still damaged. */
  async notices(ctx: Context): Promise<Notice[]> {
    const { office } = this.#parts
    const damaged = await damagedRecords(office.connection)
    const told: Notice[] = []
    for (const { entity: key, id } of damaged) {
      const entity = entityOf(ctx.catalog, key)
      const found = await checkOne(office.connection, ctx.catalog, entity, id)
      if (!found || found.differences.length === 0) continue
      const [named] = await titlesOf(ctx, office.connection, key, [id])
      const labels = found.differences.map(({ field }) => labelOfKey(ctx, entity, field))
      const params = { entity: key, id, title: named?.title ?? '–', fields: [...new Set(labels)].join(', ') }
      told.push({ code: 'notice.record_damaged', params })
    }
    if (told.length <= MOST_TOLD) return told
    return [{ code: 'notice.records_damaged', params: { count: told.length } }, ...told.slice(0, MOST_TOLD)]
  }

  /** Puts back into a damaged record what was saved in it last. */
  async putBack(ctx: Context, tx: Transaction, { entity, id }: Damaged): Promise<void> {
    const fields = await putBackLogged(ctx, tx, entityOf(ctx.catalog, entity), id)
    const { userId, now } = ctx
    for (const field of fields)
      await logAccess(tx, now, { userId, action: 'record_put_back', entity, detail: { record: id, field } })
    await forgetDamaged(tx, id)
    tx.afterCommit(() => this.#parts.office.feed.publish())
  }

  #now(): string {
    return this.#parts.office.clock.now().toISOString()
  }

  #keep(key: string, value: unknown): Promise<unknown> {
    return this.#parts.office.writeInTime((tx) => put(tx, key, value))
  }
}

/** Takes away a search text that is no living record’s. */
async function dropLoose(tx: Transaction, entity: EntityDef, sort: string, rid: number): Promise<Checked['derived']> {
  const where = `title_sort = ? and rid = ? and not exists (select 1 from ${entity.table} t
    where t.rid = ${entity.table}_text.rid and t.title_sort = ${entity.table}_text.title_sort and t.deleted_at is null)`
  const { changes } = await tx.run(`delete from ${entity.table}_text where ${where}`, [sort, rid])
  return changes > 0 ? 'wrong' : undefined
}

async function kept<T>(db: Pick<Database, 'get'>, key: string): Promise<T | undefined> {
  const row = await db.get<{ value: string }>('select value from setting where key = ?', [key])
  return row && storedJson<T>(row.value)
}

const put = (tx: Transaction, key: string, value: unknown): Promise<unknown> =>
  tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
    key,
    JSON.stringify(value),
  ])
