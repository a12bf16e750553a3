import type { Database } from '../db/database.ts'

/** People and devices of a large office have far fewer answers. */
const MOST = 10_000

const kept = new WeakMap<Database, { version: string; answers: Map<string, unknown> }>()

/**
 * Every request asks who sends it and what he may do, which changes a few times a day: the answer is kept until something is
 * written that it may rest on. A database that does not say when that happens is asked each time.
 * @param key names the question; what is not there (undefined) is not kept
 */
export async function keptAnswer<T>(db: Database, key: string, ask: () => Promise<T>): Promise<T> {
  const version = db.accessVersion
  if (version === undefined) return ask()
  let known = kept.get(db)
  if (known?.version !== version) {
    known = { version, answers: new Map() }
    kept.set(db, known)
  }
  if (known.answers.has(key)) return known.answers.get(key) as T
  const answer = await ask()
  if (answer !== undefined && db.accessVersion === version && known.answers.size < MOST) known.answers.set(key, answer)
  return answer
}
