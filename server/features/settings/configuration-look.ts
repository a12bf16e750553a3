import { z } from 'zod'
import type { Notice } from '../../../core/contract/backup.ts'
import { AppError } from '../../../core/errors.ts'
import { logAccess } from '../../access/access-log.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import { SharedRun } from '../../jobs/shared-run.ts'
import type { Log } from '../../log.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { officeWord } from '../../words.ts'
import { type Differing, differingItems, keepAsItIs, putBackSaved, toldOf } from './configuration-history.ts'
import { isUnreadable, type Unreadable, unreadableSettings } from './unreadable-settings.ts'

const KEY = 'configuration_look'

type ConfigurationItem = { area: string; item: string }
/**
 * What differs from its history as it was when this version of the product looked first: a newer one may keep an item in another form. And
 * what differed later.
 */
type Looked = { version?: string; known: ConfigurationItem[]; damaged: ConfigurationItem[] }

const Items = z.array(z.object({ area: z.string(), item: z.string() }))
const Stored = z.object({ version: z.string().optional(), known: Items, damaged: Items })
const MOST_TEXT = 20_000

const itemOf = ({ area, item }: ConfigurationItem): ConfigurationItem => ({ area, item })
const isSame = (a: ConfigurationItem, b: ConfigurationItem): boolean => a.area === b.area && a.item === b.item

/**
 * Looks for settings that became others without anybody’s writing them: holds each against what its history says was saved last. Which of
 * the two the disk changed nobody can tell, so whoever runs the office is shown both and decides.
 */
export class ConfigurationLook {
  readonly #office: Office
  readonly #version: string
  readonly #log: Log
  readonly #shared = new SharedRun(() => this.#look())

  constructor(parts: { office: Office; version: string; log: Log }) {
    this.#office = parts.office
    this.#version = parts.version
    this.#log = parts.log
  }

  /** Looks at the start, when nothing can be read is all that is looked for: the rest is for the night. */
  async begin(): Promise<void> {
    if ((await unreadableSettings(this.#office.connection)).length > 0) await this.run()
  }

  /** Looks now; not any more once it was stopped. */
  run(): Promise<void> {
    return this.#shared.run()
  }

  stop(): Promise<void> {
    return this.#shared.stop()
  }

  async #look(): Promise<void> {
    const unreadable = await unreadableSettings(this.#office.connection)
    const isOneOf = (list: readonly ConfigurationItem[]) => (each: ConfigurationItem) => list.some((one) => isSame(one, each))
    const other = (await differingItems(this.#office.connection)).filter((each) => !isOneOf(unreadable)(each))
    const { version, known, damaged } = await kept(this.#office.connection)
    // What was set right since is told anew when it is damaged again.
    const still = damaged.filter(isOneOf([...unreadable, ...other]))
    const isNew = (each: ConfigurationItem) => !isOneOf(still)(each)
    const upgraded = version !== this.#version
    const fresh: (ConfigurationItem & { text?: string })[] = [
      ...unreadable.filter(isNew),
      ...(upgraded ? [] : other.filter((each) => isNew(each) && !isOneOf(known)(each))),
    ]
    if (!upgraded && fresh.length === 0) return
    await this.#office.writeInTime(async (tx) => {
      for (const { area, item, text } of fresh) {
        this.#log.error({ area, item }, 'a setting is not what was saved in it')
        const at = this.#office.clock.now().toISOString()
        // What stands there is kept: setting it anew writes over it.
        const detail = { area, item, ...(text !== undefined && { text: text.slice(0, MOST_TEXT) }) }
        await logAccess(tx, at, { userId: null, action: 'setting_damaged', detail })
      }
      return put(tx, {
        version: this.#version,
        known: upgraded ? other.filter(isNew).map(itemOf) : known,
        damaged: [...still, ...fresh.map(itemOf)],
      })
    })
  }

  /** What whoever runs the office is told of settings that still differ. */
  async notices(ctx: Context): Promise<Notice[]> {
    const db = this.#office.connection
    const unreadable = await unreadableSettings(db)
    const { damaged } = await kept(db)
    if (damaged.length + unreadable.length === 0) return []
    const told: Notice[] = []
    const saved = await differingItems(db, [...damaged, ...unreadable])
    for (const each of unreadable)
      told.push(
        await noticeOfUnreadable(
          ctx,
          db,
          each,
          saved.find((one) => isSame(one, each) && one.saved !== null),
        ),
      )
    for (const each of saved) if (!unreadable.some((one) => isSame(one, each))) told.push(await notice(ctx, db, each))
    return told
  }

  /** What somebody is told who sees nothing any more, since nobody knows what he may see. */
  async ownNotices(ctx: Context): Promise<Notice[]> {
    const shutOut = await isUnreadable(this.#office.connection, 'roles', ctx.identity.role.key)
    return shutOut ? [{ code: 'notice.own_role_unreadable', params: {} }] : []
  }

  /** Puts back what was saved last, or writes down that the setting stays as it is. Throws `request.not_found` when nothing differs. */
  async settle(
    ctx: Context,
    tx: Transaction,
    { area, item, keep }: { area: string; item: string; keep: boolean },
  ): Promise<void> {
    const looked = await kept(tx)
    const unreadable = await isUnreadable(tx, area, item)
    const named = looked.damaged.find((each) => each.area === area && each.item === item)
    const [differing] = named || unreadable ? await differingItems(tx, [{ area, item }]) : []
    if (!differing) throw new AppError('request.not_found')
    if (keep) await keepAsItIs(ctx, tx, differing)
    else await putBackSaved(ctx, tx, differing)
    const { userId, now } = ctx
    await logAccess(tx, now, { userId, action: keep ? 'setting_kept' : 'setting_put_back', detail: { area, item } })
    await put(tx, { ...looked, damaged: looked.damaged.filter((each) => each !== named) })
  }
}

/** What cannot be read is as if it had never been set, until it is put back or set anew. */
async function noticeOfUnreadable(ctx: Context, db: Database, at: Unreadable, saved: Differing | undefined): Promise<Notice> {
  const { area, item } = at
  const own = ctx.lang === 'th' ? at.th || at.en : at.en || at.th
  const name = own || (saved ? (await toldOf(ctx, db, saved)).name : '')
  const kind = area === 'roles' ? 'role' : 'setting'
  return {
    code: saved ? `notice.${kind}_unreadable` : `notice.${kind}_unreadable_new`,
    params: { area, item, name: [officeWord(ctx, `settings.tab.${area}`), name].filter(Boolean).join(': ') },
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
  return (row && storedJson<Looked>(row.value, Stored)) ?? { known: [], damaged: [] }
}

const put = (tx: Transaction, looked: Looked): Promise<unknown> =>
  tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
    KEY,
    JSON.stringify(looked),
  ])
