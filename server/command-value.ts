import { AppError } from '../core/errors.ts'

/** Refuses a value of the command line that is none of the possible ones, and names them. */
export function oneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw new AppError('command.value', { option, value, allowed: allowed.join(', ') })
}
