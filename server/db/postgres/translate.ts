/**
 * The engine's SQL in PostgreSQL's words: numbered places for parameters, and neither indexes by name nor an order of joins (a cross
 * join with a condition is how SQLite is told to keep it): its planner knows the data. Everything else both understand, or a function of the same name does the same
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
  return text.replace(/\bcross join\b/g, 'join').replace(/ indexed by \w+/g, '')
}
