import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Notice } from '../../core/contract/backup.ts'
import { AppError } from '../../core/errors.ts'
import { verifyAudit } from '../../server/changes/audit-chain.ts'
import { Integrity } from '../../server/db/integrity.ts'
import { Random } from '../../server/features/demo/random.ts'
import { createLog } from '../../server/log.ts'
import { TestOffice } from '../support/test-office.ts'
import { copyFolder, type Damage, damage, dateLike } from './damage.ts'
import { LOGS, restoreInto, type SampleOffice, sampleOffice } from './sample-office.ts'

const TARGETS = ['database', 'log', 'attachment', 'backup'] as const
type Target = (typeof TARGETS)[number]

/**
 * What became of a damaged file. The start refused it; it is only read; the look of each night found it; it told of the record whose cell is
 * another; it put right what is worked out from records; the chain over the logs, which each backup's trial follows, does not hold; reading it says so; it is told when it is taken; nothing of what the office holds is another;
 * all of it is as it was some commits before, for SQLite takes a log up to where it is damaged, and whoever runs the office is told so, or
 * is not; or something is another, and nobody noticed.
 */
const OUTCOMES = [
  'refused',
  'readOnly',
  'atNight',
  'byRecord',
  'repaired',
  'byChain',
  'whenRead',
  'harmless',
  'earlierTold',
  'earlier',
  'unnoticed',
] as const
type Outcome = (typeof OUTCOMES)[number]
type Verdict = { outcome: Outcome; told?: string; where?: string }

export type CorruptionFigures = {
  cases: number
  byTarget: Record<Target, Partial<Record<Outcome, number>>>
  /** Of those unnoticed, the tables in which a cell is another. */
  unnoticedIn: Record<string, number>
  /** Refusals that do not say what is wrong. */
  wrongWords: number
  /** Damaged files that were written or removed. */
  touched: number
  examples: string[]
}

/** Whether a run showed nothing that the product promises not to do. */
export const isFound = ({ byTarget, wrongWords, touched }: CorruptionFigures): boolean =>
  wrongWords + touched === 0 && TARGETS.every((target) => !byTarget[target].unnoticed)

type Options = { seed: string; cases: number }

/** Damages every kind of file an office has, each time in another place, and looks at whether the product serves what is not so. */
export async function corruption({ seed, cases }: Options): Promise<CorruptionFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'samphan-corruption-'))
  const byTarget = Object.fromEntries(TARGETS.map((target) => [target, {}])) as CorruptionFigures['byTarget']
  const figures: CorruptionFigures = { cases, byTarget, unnoticedIn: {}, wrongWords: 0, touched: 0, examples: [] }
  try {
    const sample = await sampleOffice(folder)
    for (let at = 0; at < cases; at += 1) {
      const random = new Random(`corruption ${seed} ${at}`)
      // Of ten cases four are of the database, and two of each other.
      const target = TARGETS[[0, 1, 2, 3, 0, 1, 0, 3, 0, 2][at % 10] as number] as Target
      const work = join(folder, 'work')
      const { kind, ...verdict } = await TRIALS[target](sample, work, random)
      rmSync(work, { recursive: true, force: true })
      byTarget[target][verdict.outcome] = (byTarget[target][verdict.outcome] ?? 0) + 1
      const said = `case ${at}: ${target}, ${kind}: ${verdict.outcome}${verdict.told ? ` (${verdict.told})` : ''}${verdict.where ? ` in ${verdict.where}` : ''}`
      const unfit = verdict.told !== undefined && !/^(database|backup|file)\./.test(verdict.told)
      if (unfit) figures.wrongWords += 1
      if (verdict.touched) figures.touched += 1
      if (verdict.where !== undefined) figures.unnoticedIn[verdict.where] = (figures.unnoticedIn[verdict.where] ?? 0) + 1
      if (unfit || verdict.touched || verdict.outcome === 'unnoticed') figures.examples.push(said)
    }
    return figures
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Without these the office is a stranger to its devices, and its secrets cannot be read. */
const KEYS = ['lan/office.pem', 'lan/secrets.key']

type Trial = (
  sample: SampleOffice,
  work: string,
  random: Random,
) => Promise<Verdict & { kind: Damage | 'removed' | 'older'; touched: boolean }>

const TRIALS: Record<Target, Trial> = {
  database: async (sample, work, random) => {
    // Closed in order, or killed; a disk that rots leaves the date as it was.
    const closed = random.chance(0.5)
    copyFolder(closed ? sample.closed : sample.killed, work)
    const path = join(work, 'data', 'samphan.db')
    const kind = damage(path, random)
    if (closed && random.chance(0.5)) dateLike(join(sample.closed, 'data', 'samphan.db'), path)
    return { kind, ...(await opened(sample, work)) }
  },
  log: async (sample, work, random) => {
    copyFolder(sample.killed, work)
    const path = join(work, 'data', 'samphan.db-wal')
    const way = random.whole(0, 9)
    if (way === 0) {
      rmSync(path)
      return { kind: 'removed', ...(await opened(sample, work)) }
    }
    if (way === 1) {
      if (random.chance(0.5)) {
        rmSync(work, { recursive: true })
        copyFolder(sample.closed, work)
      }
      writeFileSync(path, readFileSync(sample.olderLog))
      return { kind: 'older', ...(await opened(sample, work)) }
    }
    return { kind: damage(path, random), ...(await opened(sample, work)) }
  },
  attachment: async (sample, work, random) => {
    copyFolder(sample.closed, work)
    const { sha256, record } = random.pick(sample.attachments)
    const path = join(work, 'data', 'files', sha256.slice(0, 2), sha256)
    const kind = random.chance(0.1) ? ('removed' as const) : damage(path, random)
    if (kind === 'removed') rmSync(path)
    const before = hashOf(path)
    const office = await TestOffice.reopen(work, {}, sample.ownerId)
    try {
      const { status, body } = await office.owner.request<{ code: string }>(
        'GET',
        `/api/records/customer/${record}/files/${sha256}`,
      )
      const served = Buffer.isBuffer(body) && createHash('sha256').update(body).digest('hex') === sha256
      const touched = hashOf(path) !== before
      if (status >= 300) return { kind, outcome: 'whenRead', told: body.code, touched }
      return { kind, outcome: served ? 'harmless' : 'unnoticed', touched }
    } finally {
      await office.stop()
    }
  },
  backup: async (sample, work, random) => {
    copyFolder(sample.backups, work)
    const files = readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(work, name)).isFile())
    const path = join(work, random.pick(files))
    const kind = random.chance(0.1) ? ('removed' as const) : damage(path, random)
    if (kind === 'removed') rmSync(path)
    const before = hashOf(path)
    const restored = join(work, 'restored')
    try {
      await restoreInto(restored, work, sample.backup)
    } catch (error) {
      return { kind, ...refusal(error), touched: hashOf(path) !== before }
    }
    const office = await TestOffice.reopen(restored, {}, sample.ownerId)
    try {
      const same =
        (await office.contentHash()) === sample.backedUp &&
        KEYS.every((key) => hashOf(join(restored, 'data', key)) === hashOf(join(sample.closed, 'data', key))) &&
        sample.attachments.every(({ sha256 }) => hashOf(join(restored, 'data', 'files', sha256.slice(0, 2), sha256)) === sha256)
      return { kind, outcome: same ? 'harmless' : 'unnoticed', touched: hashOf(path) !== before }
    } finally {
      await office.stop()
    }
  },
}

/** Opens an office whose database or log was damaged and says who noticed, in the order in which the product looks. */
async function opened(sample: SampleOffice, work: string): Promise<Verdict & { touched: boolean }> {
  const path = join(work, 'data', 'samphan.db')
  const before = hashOf(path)
  const touched = () => hashOf(path) !== before
  let office: TestOffice
  try {
    office = await TestOffice.reopen(work, {}, sample.ownerId)
  } catch (error) {
    return { ...refusal(error), touched: touched() }
  }
  let verdict: Verdict
  try {
    verdict = await looked(office, sample, path)
  } finally {
    await office.stop()
  }
  return { ...verdict, touched: verdict.outcome === 'readOnly' && touched() }
}

async function looked(office: TestOffice, sample: SampleOffice, database: string): Promise<Verdict> {
  const { state, connection } = office.container.office
  await state.checked()
  if (state.has('database.damaged')) return { outcome: 'readOnly' }
  await new Integrity({ database, state, log: createLog('silent') }).whole()
  if (state.has('database.damaged')) return { outcome: 'atNight' }
  try {
    await office.container.records.run()
    await office.container.settings.run()
    const { notices } = await office.owner.get<{ notices: Notice[] }>('/api/notices')
    if (notices.some(({ code }) => code.startsWith('notice.record') || code.startsWith('notice.setting')))
      return { outcome: 'byRecord' }
    const { holds } = await verifyAudit(connection, [sample.head])
    if (!holds) return { outcome: 'byChain' }
    if (await connection.get("select 1 from access_log where action = 'search_repaired'")) {
      const asItWas = sample.records.includes(await office.contentHash(LOGS))
      return asItWas ? { outcome: 'repaired' } : { outcome: 'unnoticed', where: (await changedTables(office, sample)).join(' ') }
    }
    const hash = await office.contentHash()
    if (hash === sample.history.at(-1)) return { outcome: 'harmless' }
    if (sample.history.includes(hash)) return { outcome: 'earlier' }
    const told = notices.some(({ code }) => code === 'notice.saves_lost')
    if (told && sample.records.includes(await office.contentHash(LOGS))) return { outcome: 'earlierTold' }
    return { outcome: 'unnoticed', where: (await changedTables(office, sample)).join(' ') }
  } catch {
    return { outcome: 'whenRead' }
  }
}

function refusal(error: unknown): Verdict {
  return { outcome: 'refused', told: error instanceof AppError ? error.code : String(error) }
}

const hashOf = (path: string): string | undefined =>
  existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : undefined

/** The tables in which something is another than in the sample. */
async function changedTables(office: TestOffice, sample: SampleOffice): Promise<string[]> {
  const db = new Sqlite(join(sample.closed, 'data', 'samphan.db'), { readonly: true })
  try {
    const names = db.prepare("select name from sqlite_master where type = 'table' order by name").pluck().all() as string[]
    const changed: string[] = []
    for (const name of names)
      if (JSON.stringify(db.prepare(`select * from "${name}" order by 1, 2`).all()) !== JSON.stringify(await office.rows(name)))
        changed.push(name)
    return changed.filter((name) => name !== 'access_log')
  } finally {
    db.close()
  }
}
