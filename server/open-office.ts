import type { EntityDef } from '../core/entities/entity.ts'
import { buildRegistry, ENTITIES } from '../core/entities/registry.ts'
import type { Feed } from './changes/feed.ts'
import type { Clock } from './clock.ts'
import { Office, TIME_ZONE } from './office.ts'
import type { OpenDatabase } from './open-engine.ts'
import { loadCatalog, numberFields } from './records/catalog.ts'
import { type Rule, Rules } from './records/rules.ts'
import { RecordWriter } from './records/write.ts'
import { RULES } from './rules.ts'

type Options = {
  database: OpenDatabase
  feed: Feed
  clock: Clock
  entities?: readonly EntityDef[]
  rules?: readonly Rule[]
  readers?: number
  syncedBy: string | undefined
}

/** The office of an open database, with its configuration read from it. */
export async function openOffice({ database, feed, clock, syncedBy, ...options }: Options): Promise<Office> {
  const { connection } = database
  const declared = buildRegistry(options.entities ?? ENTITIES)
  await numberFields(connection, declared)
  const custom = await loadCatalog(connection, declared, 1, TIME_ZONE)
  await numberFields(connection, custom.registry)
  const catalog = await loadCatalog(connection, declared, 1, TIME_ZONE)
  const rules = new Rules([...RULES, ...(options.rules ?? [])])
  const writer = new RecordWriter(rules, () => feed.publish())
  const engine = database.withReaders(catalog, options.readers ?? 2)
  return new Office({ engine, writer, feed, clock, declared, catalog, syncedBy })
}
