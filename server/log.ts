import { pino } from 'pino'

/** The technical log: what happened, never whom it concerns. Callers pass ids and codes, not values of records. */
export type Log = {
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
  error: (fields: object, message: string) => void
}

/** Writes JSON lines to standard error, so that standard output stays free for the ready line. */
export function createLog(level: 'info' | 'warn' | 'silent' = 'warn'): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }))
}
