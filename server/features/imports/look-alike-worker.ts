import { parentPort } from 'node:worker_threads'
import { inOneRead } from '../../db/one-read.ts'
import { openReader } from '../../db/open-reader.ts'
import type { ReaderIdentity } from '../../db/readers.ts'
import { loadLibrary, STARTED } from '../../isolation/task-program.ts'
import { type Catalog, entityOf } from '../../records/catalog.ts'
import { contextOf } from '../../records/context.ts'
import { likeFinder } from '../../records/duplicates.ts'
import type { Values } from '../../records/row.ts'

export type LookAlikeInput = { database: string; entity: string; identity: ReaderIdentity; catalog: Catalog }
export type LookAlikeAsk = { begin: LookAlikeInput } | { records: readonly Values[] } | 'end'
/** To each list of records one answer, in their order. */
export type LookAlikeAnswer = typeof STARTED | { titles: (string | undefined)[] } | { unexpected: string }

/** Its look-ups go all over the value index. */
const CACHE_MB = 24

type Finder = { find: (records: readonly Values[]) => Promise<(string | undefined)[]>; close: () => void | Promise<void> }

function begin({ database, entity, identity, catalog }: LookAlikeInput): Finder {
  const db = openReader(database, CACHE_MB)
  const find = likeFinder(contextOf(identity, catalog), db, entityOf(catalog, entity))
  return { find: (records) => inOneRead(db, () => find(records)), close: () => db.close() }
}

if (parentPort) {
  const port = parentPort
  const tell = (answer: LookAlikeAnswer) => port.postMessage(answer)
  let finder: Finder | undefined
  const answer = async (ask: LookAlikeAsk): Promise<void> => {
    if (ask === 'end') {
      await finder?.close()
      port.close()
    } else if ('begin' in ask) finder = begin(ask.begin)
    else tell({ titles: (await finder?.find(ask.records)) ?? [] })
  }
  void loadLibrary().then(() => {
    let done = Promise.resolve()
    port.on('message', (ask: LookAlikeAsk) => {
      done = done
        .then(() => answer(ask))
        .catch((error) => tell({ unexpected: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    })
    tell(STARTED)
  })
}
