import { setMerging } from '../../server/records/postings.ts'
import type { TestOffice } from './test-office.ts'

/** At which pace SQLite merges the customers' postings; PostgreSQL, which keeps no pieces of them, is as usual. */
export async function merging({ container: { office } }: TestOffice): Promise<'usual' | 'late'> {
  if (office.connection.engine === 'postgres') return 'usual'
  const set = await office.connection.get<{ v: number }>("select v from customer_grams_config where k = 'automerge'")
  return (set?.v ?? 4) === 4 ? 'usual' : 'late'
}

/** Has them merged late, as an import does that a kill ends. */
export async function mergeLate({ container: { office } }: TestOffice): Promise<void> {
  const customer = office.catalog.registry.get('customer')
  if (customer) await office.writeInTime((tx) => setMerging(tx, customer, 'many'))
}
