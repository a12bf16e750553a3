import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

/** What the clients were told, to be laid beside what the office holds in the end. */
export class Ledger {
  /** Tokens of writes whose “saved” arrived. */
  readonly acknowledged = new Set<string>()
  /** Hashes of files whose “saved” arrived, with the record that names them. */
  readonly files = new Set<string>()
  #next = 0
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  /** A word that is written once in the whole run. */
  token(): string {
    this.#next += 1
    return `§${this.#name}-${this.#next}§`
  }
}

export type Findings = {
  acknowledged: number
  lost: number
  doubled: number
  /** Records whose versions do not run from 1 without a gap. */
  brokenChains: number
  filesWrong: number
  integrity: string
}

/** Reads the change log and the files of a closed office, and counts what is missing of what was acknowledged, and what is there twice. */
export function findings(dataFolder: string, { acknowledged, files }: Pick<Ledger, 'acknowledged' | 'files'>): Findings {
  const db = new Sqlite(join(dataFolder, 'samphan.db'), { readonly: true, fileMustExist: true })
  try {
    const times = new Map<string, number>()
    const chains = new Map<string, number>()
    let brokenChains = 0
    const changes = db.prepare("select record_id as id, version, fields from change where entity = 'customer' order by seq")
    for (const { id, version, fields } of changes.iterate() as Iterable<{ id: string; version: number; fields: string }>) {
      if (version !== (chains.get(id) ?? 0) + 1) brokenChains += 1
      chains.set(id, version)
      const written = (JSON.parse(fields) as { needs?: [unknown, unknown] }).needs?.[1]
      for (const [token] of String(written ?? '').matchAll(/§[^§]+§/g)) times.set(token, (times.get(token) ?? 0) + 1)
    }
    return {
      acknowledged: acknowledged.size,
      lost: [...acknowledged].filter((token) => !times.has(token)).length,
      doubled: [...times.values()].filter((count) => count > 1).length,
      brokenChains,
      filesWrong: wrongFiles(db, dataFolder, files),
      integrity: String(db.pragma('integrity_check', { simple: true })),
    }
  } finally {
    db.close()
  }
}

/** Files that a row or an answer speaks of and that are not there, or are not what their name says. */
function wrongFiles(db: Sqlite.Database, dataFolder: string, acknowledged: ReadonlySet<string>): number {
  const named = new Set([...(db.prepare('select sha256 from file').pluck().all() as string[]), ...acknowledged])
  const isWrong = (hash: string) => {
    const path = join(dataFolder, 'files', hash.slice(0, 2), hash)
    return !existsSync(path) || createHash('sha256').update(readFileSync(path)).digest('hex') !== hash
  }
  return [...named].filter(isWrong).length
}

/** Whether a run showed nothing that the product promises not to do. */
export const isClean = ({ lost, doubled, brokenChains, filesWrong, integrity }: Findings): boolean =>
  lost + doubled + brokenChains + filesWrong === 0 && integrity === 'ok'
