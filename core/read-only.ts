import type { ErrorCode } from './errors.ts'

/**
 * Why an office can be read but not written, the gravest first: the disk answered a write with an error (the server starts again in a
 * moment), the database is damaged (it waits for a restore), it is looked through after an unclean stop, the disk is full.
 */
export const READ_ONLY_REASONS = [
  'disk.failed',
  'database.damaged',
  'database.checking',
  'disk.full',
] as const satisfies readonly ErrorCode[]
export type ReadOnlyReason = (typeof READ_ONLY_REASONS)[number]

/** Reasons that pass without anybody's doing at the office's data: what was refused for one of them may be sent again, and is not lost. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['disk.failed', 'database.checking', 'disk.full'])

/** Whether a refusal with that code passes: the same command may be sent again under its key. */
export const refusalPasses = (code: ErrorCode): boolean => PASSING.has(code)
