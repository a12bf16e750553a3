import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '../core/errors.ts'
import type { Answer } from './commands.ts'
import { openDataFolder } from './db/data-folder.ts'
import { isPostgresUrl } from './db/open-reader.ts'
import { copyOffice } from './move/copy-office.ts'
import { wordOf } from './words.ts'

/**
 * `db copy`: an office from its data folder to PostgreSQL or back. The folder is locked meanwhile, so that nobody works in it. Files and
 * keys stay in the data folder, which the office goes on using.
 */
export async function databaseCommand(act: string, from: string, to: string): Promise<Answer> {
  if (act !== 'copy') throw new AppError('command.value', { option: 'db', value: act, allowed: 'copy' })
  if (isPostgresUrl(from) === isPostgresUrl(to)) throw new AppError('move.same_engine')
  const folder = resolve(isPostgresUrl(from) ? to : from)
  if (isPostgresUrl(from)) mkdirSync(folder, { recursive: true })
  else if (!existsSync(join(folder, 'samphan.db'))) throw new AppError('command.no_office', { folder })
  const data = openDataFolder(folder)
  try {
    const place = (given: string) => (isPostgresUrl(given) ? given : data.database)
    const { tables, rows } = await copyOffice(place(from), place(to))
    const counts = Object.fromEntries(
      ['customer', 'contact', 'lead', 'deal', 'activity'].map((name) => [name, tables[name] ?? 0]),
    )
    return {
      json: { copied: counts, rows, verified: true },
      lines: [wordOf('th', 'command.db_copied', { rows }), wordOf('en', 'command.db_copied', { rows })],
    }
  } finally {
    data.release()
  }
}
