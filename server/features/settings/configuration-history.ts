import type { ConfigurationChange } from '../../../core/contract/ours.ts'
import { AppError } from '../../../core/errors.ts'
import { logAccess } from '../../access/access-log.ts'
import { people } from '../../access/people.ts'
import { roles } from '../../access/roles.ts'
import { teams } from '../../access/teams.ts'
import { appendEntries } from '../../changes/audit-chain.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { Context } from '../../records/context.ts'
import { officeWord } from '../../words.ts'
import { statesOfYears, type TargetsState, yearsOfItem } from '../targets/target-store.ts'
import { ITEMS, type ItemArea, type ItemStates } from './configuration-items.ts'
import { describeItem, type Names, nameOfItem } from './describe-item.ts'
import { isUnreadable, unreadableSettings } from './unreadable-settings.ts'

const PAGE = 50

type ChangeRow = {
  seq: number
  at: string
  user_id: string
  area: ItemArea
  item: string
  before: string | null
  after: string | null
  rolled_back_by: number | null
}

/** An item that a command changes: known beforehand, or told by what the command returns. */
type Changed<T> = { area: ItemArea; item: string } | { area: ItemArea; made: (result: T) => string }

/** Stands in the history for what could not be read any more. */
const UNREADABLE = ''

/** An item’s text as it is. */
const wholeText = async (db: Database, area: ItemArea, item: string): Promise<string | null> =>
  (await isUnreadable(db, area, item)) ? UNREADABLE : textOf(await ITEMS[area].read(db, item))

/**
 * Does the work and writes down what became of the item; nothing is written when it stayed as it was. Throws `configuration.unreadable`
 * for what must be put back first.
 */
export async function tracked<T>(ctx: Context, tx: Transaction, changed: Changed<T>, work: () => Promise<T>): Promise<T> {
  const { area } = changed
  const before = 'item' in changed ? await wholeText(tx, area, changed.item) : null
  // What is written into records by a field’s kind would be written by another.
  if (area === 'fields' && before === UNREADABLE) throw new AppError('configuration.unreadable')
  const result = await work()
  const item = 'item' in changed ? changed.item : changed.made(result)
  if (before === UNREADABLE && (await isUnreadable(tx, area, item))) throw new AppError('configuration.unreadable')
  await writeDown(ctx, tx, area, item, before)
  return result
}

const textOf = (state: unknown): string | null => (state === null ? null : JSON.stringify(state))

async function writeDown(ctx: Context, tx: Transaction, area: ItemArea, item: string, before: string | null): Promise<number> {
  const after = textOf(await ITEMS[area].read(tx, item))
  if (after === before) return 0
  const [seq = 0] = await appendEntries(tx, 'setting', [[ctx.now, ctx.userId, area, item, before, after]])
  await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'setting_changed', detail: { area, item, entry: seq } })
  return seq
}

type Asked = {
  before?: number | undefined
  /** One area's changes only, of items like this one. */
  area?: ItemArea
  item?: string
}

/** Who changed what of the configuration, latest first. */
export async function configurationHistory(
  ctx: Context,
  db: Database,
  { before, area, item }: Asked,
): Promise<{ changes: ConfigurationChange[]; next?: number }> {
  const rows = await db.all<ChangeRow>(
    `select * from configuration_change where seq < ? ${area ? 'and area = ? and item like ?' : ''} order by seq desc limit ?`,
    [before ?? Number.MAX_SAFE_INTEGER, ...(area ? [area, item ?? '%'] : []), PAGE + 1],
  )
  const changes: ConfigurationChange[] = []
  const names = await namesOf(ctx, db)
  for (const row of rows.slice(0, PAGE)) changes.push(await presented(ctx, db, row, names))
  const last = changes.at(-1)
  return { changes, ...(rows.length > PAGE && last && { next: last.seq }) }
}

/** An item that is not what its last change made of it. */
export type Differing = { area: ItemArea; item: string; is: string | null; saved: string | null }

type Saved = Pick<ChangeRow, 'area' | 'item' | 'after'>

/** What was saved of each item last. Targets that were set together were saved of each of their years. */
async function savedLast(db: Database): Promise<Saved[]> {
  const rows = await db.all<Saved>(
    `select c.area, c.item, c.after from configuration_change c
      join (select max(seq) as seq from configuration_change group by area, item) l on l.seq = c.seq order by c.seq`,
  )
  const last = new Map<string, Saved>()
  for (const row of rows) for (const each of singly(row)) last.set(`${each.area} ${each.item}`, each)
  return [...last.values()]
}

function singly({ area, item, after }: Saved): Saved[] {
  const names = area === 'targets' ? yearsOfItem(item) : []
  if (names.length <= 1) return [{ area, item, after }]
  const years = statesOfYears(item, stateOf(after) as TargetsState | null)
  return names.map((name) => ({ area, item: name, after: textOf(years.get(name) ?? null) }))
}

/** The items, of these or of all, that are not what their history says was saved last. */
export async function differingItems(db: Database, only?: readonly { area: string; item: string }[]): Promise<Differing[]> {
  const last = await savedLast(db)
  const asked = only ? last.filter((row) => only.some(({ area, item }) => area === row.area && item === row.item)) : last
  const unreadable = new Set((await unreadableSettings(db)).map((each) => `${each.area} ${each.item}`))
  const differing: Differing[] = []
  for (const { area, item, after } of asked) {
    const is = unreadable.has(`${area} ${item}`) ? UNREADABLE : textOf(await ITEMS[area].read(db, item))
    if (is !== after) differing.push({ area, item, is, saved: after })
  }
  return differing
}

/** What an item is called, and how it differs from what was saved (`before`) to what it is (`after`). */
export async function toldOf(
  ctx: Context,
  db: Database,
  { area, item, is, saved }: Differing,
): Promise<Pick<ConfigurationChange, 'name' | 'differences'>> {
  return compared(ctx, { area, item, before: saved, after: is }, await namesOf(ctx, db))
}

/** Puts an item back to what was saved last; what was written past the history is not in it. */
export async function putBackSaved(ctx: Context, tx: Transaction, { area, item, is, saved }: Differing): Promise<void> {
  refuseUnreadable(saved)
  await (ITEMS[area].restore as (tx: Transaction, item: string, state: unknown) => Promise<void>)(tx, item, stateOf(saved))
  await writeDown(ctx, tx, area, item, is)
}

/** Writes down that an item stays what it became past its history. */
export async function keepAsItIs(ctx: Context, tx: Transaction, { area, item, is, saved }: Differing): Promise<void> {
  refuseUnreadable(is)
  await writeDown(ctx, tx, area, item, saved)
}

/** An item’s name and what of it differs; what cannot be read differs as a whole. */
function compared(
  ctx: Context,
  { area, item, before, after }: Pick<ChangeRow, 'area' | 'item' | 'before' | 'after'>,
  names: Names,
): Pick<ConfigurationChange, 'name' | 'differences'> {
  const [was, is] = [stateOf(before), stateOf(after)]
  const [told, tells] = [was, is].map((state) => describeItem(ctx, area, item, state, names)) as [
    Map<string, string>,
    Map<string, string>,
  ]
  const differences = [...new Set([...told.keys(), ...tells.keys()])]
    .map((what) => ({ what, before: told.get(what) ?? '', after: tells.get(what) ?? '' }))
    .filter((line) => line.before !== line.after)
  return { name: nameOfItem(ctx, area, item, is ?? was, names), differences }
}

async function presented(ctx: Context, db: Database, row: ChangeRow, names: Names): Promise<ConfigurationChange> {
  return {
    seq: row.seq,
    at: row.at,
    userId: row.user_id,
    area: row.area,
    item: row.item,
    ...compared(ctx, row, names),
    mayRollBack: row.rolled_back_by === null && (row.before === null || stateOf(row.before) !== null) && (await stands(db, row)),
    ...(row.rolled_back_by !== null && { rolledBackBy: row.rolled_back_by }),
  }
}

async function namesOf(ctx: Context, db: Database): Promise<Names> {
  const everybody = new Map((await people.list(db)).map((person) => [person.id, person.nick || person.name]))
  const own = new Map((await roles.list(db)).map((role) => [role.key, ctx.lang === 'th' ? role.nameTh : role.nameEn]))
  const groups = new Map((await teams.list(db)).map((team) => [team.id, team.name]))
  return {
    team: (id) => groups.get(id) ?? '',
    person: (id) => everybody.get(id) ?? '',
    role: (key) => {
      const known = officeWord(ctx, `settings.role.${key}`)
      return known === `settings.role.${key}` ? (own.get(key) ?? key) : known
    },
  }
}

const stateOf = (text: string | null): ItemStates[ItemArea] | null =>
  text === null ? null : (storedJson<ItemStates[ItemArea]>(text) ?? null)

/** Throws `configuration.unreadable` where nobody knows any more what an item is to be put back to. */
function refuseUnreadable(text: string | null): void {
  if (text !== null && stateOf(text) === null) throw new AppError('configuration.unreadable')
}

/** True while the item is still what the change made of it. */
const stands = async (db: Database, row: ChangeRow): Promise<boolean> =>
  textOf(await ITEMS[row.area].read(db, row.item)) === row.after

/**
 * Puts an item back to what it was before a change; that is a change of its own, which can be rolled back too. Throws
 * `configuration.changed` when something later changed the item again, and what restoring it throws (`pipeline.in_use`).
 */
export async function rollBack(ctx: Context, tx: Transaction, seq: number): Promise<{ area: ItemArea; item: string }> {
  const row = await tx.get<ChangeRow>('select * from configuration_change where seq = ?', [seq])
  if (!row) throw new AppError('request.not_found')
  if (row.rolled_back_by !== null || !(await stands(tx, row))) throw new AppError('configuration.changed')
  refuseUnreadable(row.before)
  const { area, item } = row
  // What only an owner may do, only an owner may bring back.
  const owner = [row.before, row.after].some((text) => (stateOf(text) as { role?: string } | null)?.role === 'owner')
  if (area === 'people' && owner && ctx.identity.role.key !== 'owner') throw new AppError('user.owner_only')
  await (ITEMS[area].restore as (tx: Transaction, item: string, state: unknown) => Promise<void>)(tx, item, stateOf(row.before))
  const by = await writeDown(ctx, tx, area, item, row.after)
  await tx.run('update configuration_change set rolled_back_by = ? where seq = ?', [by || seq, seq])
  return { area, item }
}
