import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Measured, timesOf } from './measure.ts'

/** A request may take so many times as long as on the bare ceiling. */
export const BAR = 2.5
/** Searches may grow by more than the other reads from one size to one ten times as large. */
export const FLAT = { read: 1.5, search: 3 }

/** A line of the table: what was measured, what it should be, and whether it is. */
export type Line = { name: string; rows: number; product: string; ceiling: string; ratio: string; bar: string; ok: boolean }

export const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

export function lineOf(measured: Measured, rows: number): Line {
  const { product, ceiling, ratio } = measured
  return {
    name: measured.name,
    rows,
    product: `${round(product.p50)} / ${round(product.p95)} / ${round(product.max)}`,
    ceiling: `${round(ceiling.p50)} / ${round(ceiling.p95)}`,
    ratio: `${ratio.toFixed(2)}×`,
    bar: `${BAR}×`,
    ok: ratio <= BAR && measured.wrongCount === 0,
  }
}

export function printLine(line: Line): void {
  const cells = [
    line.name.padEnd(24),
    line.rows.toLocaleString('en-US').padStart(9),
    line.product.padStart(24),
    line.ceiling.padStart(15),
    line.ratio.padStart(8),
    line.bar.padStart(14),
    line.ok ? 'ok' : 'MISSED',
  ]
  console.log(cells.join('  '))
}

export function printHead(): void {
  console.log(
    [
      'class'.padEnd(24),
      'rows'.padStart(9),
      'product p50/p95/max ms'.padStart(24),
      'ceiling p50/p95'.padStart(15),
      'ratio'.padStart(8),
      'bar'.padStart(14),
      'verdict',
    ].join('  '),
  )
}

/** How long the disk takes to make 4 KB safe, in milliseconds: the median of fifty. */
export function fsyncMs(folder: string): number {
  const path = join(folder, 'fsync-probe')
  const file = openSync(path, 'w')
  const block = Buffer.alloc(4096, 1)
  const times = Array.from({ length: 50 }, () => {
    writeSync(file, block)
    const started = performance.now()
    fsyncSync(file)
    return performance.now() - started
  })
  closeSync(file)
  rmSync(path)
  return timesOf(times).p50
}

export function machine(folder: string): { cpu: string; cores: number; memoryGb: number; node: string; fsyncMs: number } {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    fsyncMs: fsyncMs(folder),
  }
}

/** Megabytes of the change log and of the customers' search index, and of the whole file. */
export function storedMb(dataFolder: string): { file: number; log: number; search: number } {
  const db = new Sqlite(join(dataFolder, 'samphan.db'), { readonly: true })
  const sum = (condition: string) =>
    (db.prepare(`select coalesce(sum(pgsize), 0) from dbstat where ${condition}`).pluck().get() as number) / 2 ** 20
  const stored = {
    file: sum('1'),
    log: sum("name like 'change%' or name like 'sqlite_autoindex_change%'"),
    search: sum("name like '%\\_grams%' escape '\\' or name like '%\\_text' escape '\\' or name = 'value_index'"),
  }
  db.close()
  return stored
}
