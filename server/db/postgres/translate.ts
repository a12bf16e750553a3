const ORDERED = /\bcross join (\S+) (\w+) on (\w+\.\w+ = \w+\.\w+(?: and \w+\.\w+ = \w+\.\w+)*)/g

/**
 * The engine's SQL in PostgreSQL's words: numbered places for parameters, and no indexes by name. A cross join with a condition is how
 * SQLite is told to keep the order of the tables; here a look-up of its own, which `offset 0` keeps from being turned round, says so.
 * Everything else both understand, or a function of the same name does the same (see `functions.ts`).
 */
export function toPostgres(sql: string): string {
  let place = 0
  let text = ''
  // Quoted texts and names stay as they are.
  for (const part of sql.split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)) {
    const quoted = part.startsWith("'") || part.startsWith('"')
    text += quoted ? part : part.replaceAll('?', () => `$${++place}`)
  }
  return text
    .replace(
      ORDERED,
      (_, table, alias, condition) =>
        `join lateral (select * from ${table} ${alias} where ${condition} offset 0) ${alias} on true`,
    )
    .replace(/ indexed by \w+/g, '')
}
