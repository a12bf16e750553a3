import type { BackupRun } from '../../core/contract/backup.ts'
import { AppError, type ErrorCode, type ErrorParams } from '../../core/errors.ts'

/** A refusal as it passes between processes. */
export type Refusal = { code: ErrorCode; params: ErrorParams }

/** A failure as a refusal that is told in words. */
export const refusalOf = (error: unknown): Refusal =>
  error instanceof AppError
    ? { code: error.code, params: error.params }
    : { code: 'backup.failed', params: { reason: error instanceof Error ? error.message : String(error) } }

/** Parameters as they are kept and passed to a window. */
export const plainParams = (params: ErrorParams): NonNullable<BackupRun['params']> =>
  Object.fromEntries(Object.entries(params).map(([key, value]) => [key, value ?? null]))
