import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { vi } from 'vitest'
import { Readers } from '../../server/db/readers.ts'
import { answerRead } from '../../server/reads.ts'
import type { TestOffice } from './test-office.ts'

type Asked = (...given: unknown[]) => unknown
/** The text of what a driver was given: a statement, or an object that holds one. */
const textOf = (given: unknown): string => (typeof given === 'string' ? given : String((given as { text?: unknown }).text ?? ''))

/**
 * The text of every statement that reaches a driver of this process from now on, whichever database it is. What reader threads would be
 * asked is answered here instead, over the office's own connection.
 */
export function recordStatements(office: () => TestOffice): Set<string> {
  const statements = new Set<string>()
  const record = (driver: object, method: string) => {
    const ask = (driver as Record<string, Asked>)[method] as Asked
    vi.spyOn(driver as Record<string, Asked>, method).mockImplementation(function (this: unknown, ...given) {
      statements.add(textOf(given[0]))
      return ask.apply(this, given)
    })
  }
  for (const method of ['prepare', 'exec', 'pragma']) record(Sqlite.prototype, method)
  record(pg.Client.prototype, 'query')
  vi.spyOn(Readers.prototype, 'run').mockImplementation(async (operation, identity, request) => {
    const { connection } = office().container.office
    const { catalog } = await office().container.office.contextOf(identity.userId, identity.lang)
    return answerRead(connection, catalog, operation, identity, request)
  })
  return statements
}
