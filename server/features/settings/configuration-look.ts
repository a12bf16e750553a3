import type { Notice } from '../../../core/contract/backup.ts'
import { AppError } from '../../../core/errors.ts'
import { logAccess } from '../../access/access-log.ts'
import type { Database, Transaction } from '../../db/database.ts'
import type { Log } from '../../log.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { officeWord } from '../../words.ts'
import { type Differing, differingItems, keepAsItIs, putBackSaved, toldOf } from './configuration-history.ts'
import type { ItemArea } from './configuration-items.ts'

const KEY = 'configuration_look'

type ConfigurationItem = { area: ItemArea; item: string }
/**
 * What differs from its history as it was when this version of the product looked first: a newer one may keep an item in another form. And
 * what differed later.
 */
type Looked = { version?: string; known: ConfigurationItem[]; damaged: ConfigurationItem[] }

const isSame = (a: ConfigurationItem, b: ConfigurationItem): boolean => a.area === b.area && a.item === b.item

/**
 * Looks for settings that became others without anybody’s writing them: holds each against what its history says was saved last. Which of
 * the two the disk changed nobody can tell, so whoever runs the office is shown both and decides.
 */
export class ConfigurationLook {
  readonly #office: Office
  readonly #version: string
  readonly #log: Log
  #running: Promise<void> | undefined
  #ended = false

  constructor(parts: { office: Office; version: string; log: Log }) {
    this.#office = parts.office
    this.#version = parts.version
    this.#log = parts.log
  }

  /** Looks now; not any more once it was stopped. */
  run(): Promise<void> {
    this.#running ??= this.#look().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async stop(): Promise<void> {
    this.#ended = true
    await this.#running?.catch(() => undefined)
  }

  async #look(): Promise<void> {
    if (this.#ended) return
    const differing = await differingItems(this.#office.connection)
    const { version, known, damaged } = await kept(this.#office.connection)
    const fresh = differing.filter((each) => ![...known, ...damaged].some((other) => isSame(each, other)))
    if (version === this.#version && fresh.length === 0) return
    await this.#office.writeInTime(async (tx) => {
      if (version !== this.#version) {
        const other = differing.filter((each) => !damaged.some((one) => isSame(each, one)))
        return put(tx, { version: this.#version, known: other.map(({ area, item }) => ({ area, item })), damaged })
      }
      for (const { area, item } of fresh) {
        this.#log.error({ area, item }, 'a setting is not what was saved in it')
        const at = this.#office.clock.now().toISOString()
        await logAccess(tx, at, { userId: null, action: 'setting_damaged', detail: { area, item } })
      }
      return put(tx, { version, known, damaged: [...damaged, ...fresh.map(({ area, item }) => ({ area, item }))] })
    })
  }

  /** What whoever runs the office is told of settings that still differ. */
  async notices(ctx: Context): Promise<Notice[]> {
    const { damaged } = await kept(this.#office.connection)
    if (damaged.length === 0) return []
    const differing = await differingItems(this.#office.connection, damaged)
    const told: Notice[] = []
    for (const each of differing) told.push(await notice(ctx, this.#office.connection, each))
    return told
  }

  /** Puts back what was saved last, or writes down that the setting stays as it is. Throws `request.not_found` when nothing differs. */
  async settle(
    ctx: Context,
    tx: Transaction,
    { area, item, keep }: { area: string; item: string; keep: boolean },
  ): Promise<void> {
    const looked = await kept(tx)
    const named = looked.damaged.find((each) => each.area === area && each.item === item)
    const [differing] = named ? await differingItems(tx, [named]) : []
    if (!differing) throw new AppError('request.not_found')
    if (keep) await keepAsItIs(ctx, tx, differing)
    else await putBackSaved(ctx, tx, differing)
    const { userId, now } = ctx
    await logAccess(tx, now, { userId, action: keep ? 'setting_kept' : 'setting_put_back', detail: { area, item } })
    await put(tx, { ...looked, damaged: looked.damaged.filter((each) => each !== named) })
  }
}

async function notice(ctx: Context, db: Database, differing: Differing): Promise<Notice> {
  const { name, differences } = await toldOf(ctx, db, differing)
  const [first] = differences
  const { area, item } = differing
  const told = [officeWord(ctx, `settings.tab.${area}`), name].filter(Boolean).join(': ')
  return {
    // What differs may be what this language does not show, a name in the other one.
    code: first ? 'notice.setting_damaged' : 'notice.setting_damaged_unseen',
    params: { area, item, name: told, ...(first && { what: first.what, is: first.after || '–', was: first.before || '–' }) },
  }
}

async function kept(db: Pick<Database, 'get'>): Promise<Looked> {
  const row = await db.get<{ value: string }>('select value from setting where key = ?', [KEY])
  return row ? (JSON.parse(row.value) as Looked) : { known: [], damaged: [] }
}

const put = (tx: Transaction, looked: Looked): Promise<unknown> =>
  tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
    KEY,
    JSON.stringify(looked),
  ])
