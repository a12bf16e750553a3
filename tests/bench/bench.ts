import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildChanged } from '../../scripts/build.ts'
import { builtCeiling } from './ceiling-data.ts'
import { knownPairs, LOOK_SAVE_BAR_MS, lookLoad } from './duplicates-load.ts'
import { type Ground, layGround } from './ground.ts'
import type { Client } from './http-client.ts'
import { IMPORT_ROWS, importLoad } from './import-load.ts'
import { type Measured, measure, type Times } from './measure.ts'
import { mixedLoad } from './mixed-load.ts'
import { builtOffice, signIn } from './office.ts'
import { officeLoad, screensLoad } from './office-load.ts'
import { operations } from './operations.ts'
import { browserPath, FIRST_LOAD_BAR_KB, PAINT_BAR_MS, paintLoad } from './paint.ts'
import { BAR, FLAT, type Line, lineOf, machine, printHead, printLine, round, storedMb } from './report.ts'
import { memoryMb, readied, startCeiling, startProduct, TOKEN } from './servers.ts'

const CACHE = fileURLToPath(new URL('../../.cache/bench/', import.meta.url))
const SIZES = [10_000, 100_000]
const FULL_SIZE = 1_000_000
/** The import is measured once, into an office of this size. */
const IMPORT_INTO = 100_000
const STARTS = 3
const IDLE_MB = 120
const READY_MS = 1_000
const OFFICE_BAR = { saveMs: 150, screenMs: 1_000 }
const IMPORT_BAR = { rowsPerSecond: 5_000, mb: 400, saveMs: 500 }

type Options = { only: string[] | undefined; fsyncMs: number }
type Result = { lines: Line[]; measured: (Measured & { rows: number })[]; other: Record<string, unknown>[] }

/** Measures the product beside its ceiling at each size and says which bar it misses. */
async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: { full: { type: 'boolean' }, only: { type: 'string' }, fsync: { type: 'string' }, size: { type: 'string' } },
  })
  const options: Options = { only: values.only?.split(','), fsyncMs: Number(values.fsync ?? 0) }
  const sizes = values.size ? values.size.split(',').map(Number) : values.full ? [...SIZES, FULL_SIZE] : SIZES
  mkdirSync(CACHE, { recursive: true })
  await buildChanged(wanted(options, 'paint') ? ['server', 'renderer'] : ['server'])
  const about = machine(CACHE)
  console.log(
    `${about.cpu}, ${about.cores} cores, ${about.memoryGb} GB, Node ${about.node}; the disk syncs in ${about.fsyncMs.toFixed(2)} ms${options.fsyncMs > 0 ? `, and ${options.fsyncMs} ms are added to every commit` : ''}`,
  )
  const result: Result = { lines: [], measured: [], other: [] }
  if (wanted(options, 'duplicates')) {
    const { measured, lines } = knownPairs()
    result.other.push(...measured.map((known) => ({ name: 'duplicates, known pairs', ...known })))
    if (lines.length > 0) printHead()
    for (const line of lines) addLine(result, line)
  }
  for (const size of sizes) await atSize(size, options, result)
  checkFlat(result)
  writeFileSync(
    join(CACHE, 'result.json'),
    `${JSON.stringify({ at: new Date().toISOString(), machine: about, addedFsyncMs: options.fsyncMs, ...result }, null, 2)}\n`,
  )
  const missed = result.lines.filter((line) => !line.ok)
  console.log(
    `${result.lines.length - missed.length} bars kept, ${missed.length} missed${missed.length > 0 ? `: ${missed.map((line) => `${line.name} (${line.rows})`).join(', ')}` : ''}`,
  )
}

async function atSize(size: number, options: Options, result: Result): Promise<void> {
  const made = performance.now()
  const kept = await builtOffice(CACHE, size)
  const keptCeiling = builtCeiling(CACHE, size)
  const folder = join(CACHE, 'work')
  rmSync(folder, { recursive: true, force: true })
  // The kept offices stay as they are; what is measured is a copy.
  cpSync(kept, join(folder, 'office'), { recursive: true })
  cpSync(keptCeiling, join(folder, 'ceiling.db'))
  console.log(`\n${size.toLocaleString('en-US')} customers (made ready in ${round((performance.now() - made) / 1000)} s)`)
  await readied(join(folder, 'office'))
  await startUp(join(folder, 'office'), size, options, result)
  const slow = { fsyncMs: options.fsyncMs }
  const product = await startProduct(join(folder, 'office'), slow)
  const ceiling = await startCeiling(join(folder, 'ceiling.db'), slow)
  try {
    const ground = layGround(join(folder, 'office'), size, product.client, ceiling.client)
    // Whoever has no session is the owner: he set no password.
    const owner = product.client.copy()
    await signIn(join(folder, 'office'), product.client)
    printHead()
    await measureAll(ground, size, options, result)
    if (wanted(options, 'mixed load')) await measureMixed(ground, size, result)
    if (wanted(options, 'office')) await measureOffice(ground, size, result)
    if (wanted(options, 'duplicates')) await measureLook(ground, owner, size, result)
    if (wanted(options, 'import') && (size === IMPORT_INTO || options.only))
      await measureImport(ground, owner, product.pid, size, result)
    if (wanted(options, 'paint')) await measurePaint(product.address, size, result)
    const stored = storedMb(join(folder, 'office'))
    console.log(`file ${round(stored.file)} MB, of it change log ${round(stored.log)} MB, search ${round(stored.search)} MB`)
    result.other.push({ name: 'stored', rows: size, ...stored })
  } finally {
    await product.stop()
    await ceiling.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const wanted = (options: Options, name: string): boolean =>
  options.only === undefined || options.only.some((only) => name.includes(only))

function addLine(result: Result, line: Line): void {
  result.lines.push(line)
  printLine(line)
}

/** How long the product takes until it answers, and what it holds when nobody works. */
async function startUp(folder: string, size: number, options: Options, result: Result): Promise<void> {
  if (!wanted(options, 'start-up')) return
  const times: number[] = []
  let idle: number | undefined
  for (let at = 0; at < STARTS; at += 1) {
    const product = await startProduct(folder, { fsyncMs: 0 })
    times.push(product.readyMs)
    await product.client.json({ method: 'POST', path: '/api/records/customer/list', body: { limit: 50 } })
    await new Promise((resume) => setTimeout(resume, at === 0 ? 3_000 : 0))
    if (at === 0) idle = memoryMb(product.pid)
    await product.stop()
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)] ?? 0
  printHead()
  addLine(result, {
    name: 'start-up to ready',
    rows: size,
    product: `${median.toFixed(0)}`,
    ceiling: '',
    ratio: '',
    bar: `${READY_MS} ms`,
    ok: median <= READY_MS,
  })
  if (idle !== undefined)
    addLine(result, {
      name: 'idle memory, MB',
      rows: size,
      product: idle.toFixed(0),
      ceiling: '',
      ratio: '',
      bar: `${IDLE_MB} MB`,
      ok: idle <= IDLE_MB,
    })
  result.other.push({ name: 'start', rows: size, readyMs: times, idleMb: idle })
}

async function measureAll(ground: Ground, size: number, options: Options, result: Result): Promise<void> {
  for (const operation of operations(ground).filter(({ name }) => wanted(options, name))) {
    const measured = await measure(operation, ground.product, ground.ceiling)
    result.measured.push({ ...measured, rows: size })
    addLine(result, lineOf(measured, size))
    if (measured.wrongCount > 0) console.log(`   ${measured.wrongCount} wrong answers: ${measured.wrong.join('; ')}`)
  }
}

async function measureMixed(ground: Ground, size: number, result: Result): Promise<void> {
  const load = await mixedLoad(ground)
  result.other.push({ name: 'mixed load', rows: size, ...load })
  addLine(result, {
    name: 'mixed load, 20 clients',
    rows: size,
    product: `${load.product.perSecond.toFixed(0)}/s p95 ${round(load.product.p95)}`,
    ceiling: `${load.ceiling.perSecond.toFixed(0)}/s p95 ${round(load.ceiling.p95)}`,
    ratio: `${load.ratio.toFixed(2)}×`,
    bar: `${BAR}×`,
    ok: load.ratio <= BAR && load.failed === 0,
  })
  if (load.failed > 0) console.log(`   ${load.failed} requests were refused`)
}

/** Fifty people at once, and a hundred open windows. */
async function measureOffice(ground: Ground, size: number, result: Result): Promise<void> {
  const load = await officeLoad(ground)
  result.other.push({ name: 'office, 50 people', rows: size, ...load })
  const line = (name: string, times: Times, bar: number, ok: boolean) =>
    addLine(result, {
      name,
      rows: size,
      product: `${round(times.p50)} / ${round(times.p95)} / ${round(times.max)}`,
      ceiling: '',
      ratio: '',
      bar: `p95 ≤ ${bar}`,
      ok: ok && times.p95 <= bar,
    })
  line('saves of 50 people', load.saves, OFFICE_BAR.saveMs, load.failed === 0)
  console.log(
    `   ${load.perSecond.toFixed(0)} requests/s, reads ${round(load.reads.p50)} / ${round(load.reads.p95)} / ${round(load.reads.max)} ms${load.firstProblem ? `; ${load.failed} failed, first: ${load.firstProblem}` : ''}`,
  )
  const screens = await screensLoad(ground)
  result.other.push({ name: 'office, 100 screens', rows: size, ...screens })
  line('change on 100 screens', screens.reached, OFFICE_BAR.screenMs, screens.missed === 0)
  if (screens.missed > 0) console.log(`   ${screens.missed} times a screen did not show it`)
}

async function measureLook(ground: Ground, owner: Client, size: number, result: Result): Promise<void> {
  const load = await lookLoad(ground, owner)
  result.other.push({ name: 'duplicates, look', rows: size, ...load })
  addLine(result, {
    name: 'saves while looking',
    rows: size,
    product: `${round(load.saves.p50)} / ${round(load.saves.p95)} / ${round(load.saves.max)}`,
    ceiling: '',
    ratio: '',
    bar: `p95 ≤ ${LOOK_SAVE_BAR_MS}`,
    ok: load.saves.p95 <= LOOK_SAVE_BAR_MS && load.savesFailed === 0,
  })
  console.log(`   looked for duplicates in ${round(load.ms / 1000)} s: ${load.pairs}`)
}

/** What a browser paints of a key or click in the list of customers, and what it loads for the first screen. */
async function measurePaint(address: string, size: number, result: Result): Promise<void> {
  const browser = browserPath()
  if (!browser) return console.log('   paint: no browser here (CHROMIUM_PATH)')
  const { steps, firstLoadKb, listLoadKb, boardLoadKb } = await paintLoad(browser, address, TOKEN)
  result.other.push({ name: 'paint', rows: size, firstLoadKb, listLoadKb, boardLoadKb, steps })
  for (const { name, paint, settled, work } of steps) {
    addLine(result, {
      name: `paint: ${name}`,
      rows: size,
      product: `${round(paint.p50)} / ${round(paint.p95)} / ${round(paint.max)}`,
      ceiling: '',
      ratio: '',
      bar: `p95 ≤ ${PAINT_BAR_MS}`,
      ok: paint.p95 <= PAINT_BAR_MS,
    })
    console.log(
      `   ${name}: all of it stood there after ${round(settled.p50)} / ${round(settled.p95)} / ${round(settled.max)} ms; the page worked ${round(work.p50)} / ${round(work.p95)} / ${round(work.max)} ms until the first paint`,
    )
  }
  for (const [name, kb] of [
    ['first load, KB gzip', firstLoadKb],
    ['a list opened directly, KB gzip', listLoadKb],
    ['a board opened directly, KB gzip', boardLoadKb],
  ] as const)
    addLine(result, {
      name,
      rows: size,
      product: kb.toFixed(0),
      ceiling: '',
      ratio: '',
      bar: `≤ ${FIRST_LOAD_BAR_KB} KB`,
      ok: kb <= FIRST_LOAD_BAR_KB,
    })
}

async function measureImport(ground: Ground, owner: Client, pid: number, size: number, result: Result): Promise<void> {
  const load = await importLoad(ground, owner, pid)
  result.other.push({ name: 'import', ...load, into: size })
  const whole = load.state === 'done' && load.added === IMPORT_ROWS
  const line = (name: string, product: string, bar: string, ok: boolean) =>
    addLine(result, { name, rows: IMPORT_ROWS, product, ceiling: '', ratio: '', bar, ok })
  line(
    'import, rows/s',
    load.rowsPerSecond.toFixed(0),
    `≥ ${IMPORT_BAR.rowsPerSecond}`,
    whole && load.rowsPerSecond >= IMPORT_BAR.rowsPerSecond,
  )
  if (load.peakMb !== undefined)
    line('import, peak MB', load.peakMb.toFixed(0), `≤ ${IMPORT_BAR.mb}`, load.peakMb <= IMPORT_BAR.mb)
  line(
    'saves meanwhile',
    `${round(load.saves.p50)} / ${round(load.saves.p95)} / ${round(load.saves.max)}`,
    `p95 ≤ ${IMPORT_BAR.saveMs}`,
    load.saves.p95 <= IMPORT_BAR.saveMs && load.savesFailed === 0,
  )
  console.log(
    `   upload ${round(load.uploadMs / 1000)} s, dry run ${round(load.checkMs / 1000)} s, writing ${round(load.applyMs / 1000)} s; ${load.state}, ${load.added} added, ${load.bad} bad`,
  )
}

/** From 100,000 to a million a page must not get slower, a search not much. */
function checkFlat(result: Result): void {
  for (const large of result.measured.filter((measured) => measured.rows === FULL_SIZE)) {
    const small = result.measured.find((measured) => measured.rows === FULL_SIZE / 10 && measured.name === large.name)
    if (!small) continue
    const grown = large.product.p50 / small.product.p50
    const bar = large.name.startsWith('search') ? FLAT.search : FLAT.read
    addLine(result, {
      name: `flat: ${large.name}`,
      rows: FULL_SIZE,
      product: round(large.product.p50),
      ceiling: '',
      ratio: `${grown.toFixed(2)}×`,
      bar: `${bar}× of 100k`,
      ok: grown <= bar,
    })
  }
}

await bench()
