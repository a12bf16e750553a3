/**
 * The engine's SQL in PostgreSQL's words: numbered places for parameters, and joins in any order (a cross join with a condition is how
 * SQLite is told to keep the order of the tables). Everything else both understand, or a function of the same name does the same
 * (see `functions.ts`).
 */
export function toPostgres(sql: string): string {
  let place = 0
  let text = ''
  // Quoted texts and names stay as they are.
  for (const part of sql.split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)) {
    const quoted = part.startsWith("'") || part.startsWith('"')
    text += quoted ? part : part.replaceAll('?', () => `$${++place}`)
  }
  return text.replace(/\bcross join\b/g, 'join')
}
