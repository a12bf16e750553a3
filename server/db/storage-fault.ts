import Sqlite from 'better-sqlite3'
import { AppError } from '../../core/errors.ts'

/**
 * What a failure of the disk or of the database file comes to, in the codes that people are told: full, answering with errors, damaged,
 * not to be written. Undefined for anything else. Within a unit of work the failure stays as it is, so that nobody takes it for a
 * fault of the row in hand.
 */
export function storageFault(error: unknown): AppError | undefined {
  if (error instanceof Sqlite.SqliteError) return ofDatabase(error.code)
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    // PostgreSQL's disk_full, io_error, data_corrupted, index_corrupted, read_only_sql_transaction.
    case '53100':
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('disk.full')
    case '58030':
    case 'EIO':
      return new AppError('disk.failed')
    case 'XX001':
    case 'XX002':
      return new AppError('database.damaged')
    case '25006':
    case 'EROFS':
      return new AppError('database.read_only')
    default:
      return undefined
  }
}

/**
 * The same for a failure of the start, which makes only what it does not find: where an index knows it all the same, table and index
 * differ.
 */
export function faultAtStart(error: unknown): AppError | undefined {
  if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE') return new AppError('database.damaged')
  return storageFault(error)
}

function ofDatabase(code: string): AppError | undefined {
  // The shared index of the log cannot grow: on a disk that is full this comes before the log itself.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return new AppError('disk.full')
  if (code === 'SQLITE_IOERR_NOMEM') return undefined
  if (code.startsWith('SQLITE_IOERR')) return new AppError('disk.failed')
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new AppError('database.damaged')
  return code.startsWith('SQLITE_READONLY') ? new AppError('database.read_only') : undefined
}
