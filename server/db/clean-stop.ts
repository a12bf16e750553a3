import { rmSync, statSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../files/file-store.ts'

/**
 * A small file that lies beside the database while it is closed, and only after it was closed in order. It says how the database was left:
 * one that was put in its place by hand, or that has a log of changes beside it, was not left so.
 */
const markOf = (database: string) => join(dirname(database), 'samphan.clean')

/** Takes the mark away and returns whether the database lies as it was left. Needs no room on the disk. */
export async function takeCleanMark(database: string): Promise<boolean> {
  const left = await readFile(markOf(database), 'utf8').catch(() => undefined)
  rmSync(markOf(database), { force: true })
  await syncFolder(dirname(database))
  return left !== undefined && left === stateOf(database)
}

/** Marks a database that was closed in order. Where that cannot be written the next start looks it through once more than needed. */
export async function leaveCleanMark(database: string): Promise<void> {
  try {
    const file = await open(markOf(database), 'w', 0o600)
    try {
      await file.write(stateOf(database))
      await file.sync()
    } finally {
      await file.close()
    }
    await syncFolder(dirname(database))
  } catch {
    rmSync(markOf(database), { force: true })
  }
}

function stateOf(database: string): string {
  const { size, mtimeMs } = statSync(database)
  const log = statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0
  return `${size} ${mtimeMs} ${log}`
}
