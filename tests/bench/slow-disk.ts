import Sqlite from 'better-sqlite3'

/**
 * Loaded before a server, puts a slow disk under it: each commit waits as long as an office disk takes to sync, with the thread held, as
 * it is by the real thing.
 */
const waitMs = Number(process.env.BENCH_FSYNC_MS ?? 0)
const cell = new Int32Array(new SharedArrayBuffer(4))
const prepare = Sqlite.prototype.prepare
Sqlite.prototype.prepare = function prepareSlowed(this: Sqlite.Database, source: string) {
  const statement = prepare.call(this, source)
  if (!/^\s*commit\b/i.test(source)) return statement
  const run = statement.run.bind(statement) as (...params: unknown[]) => Sqlite.RunResult
  return Object.assign(statement, {
    run: (...params: unknown[]) => {
      const result = run(...params)
      Atomics.wait(cell, 0, 0, waitMs)
      return result
    },
  })
} as typeof Sqlite.prototype.prepare
