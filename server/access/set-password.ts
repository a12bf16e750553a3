import { isWeakPassword } from '../../core/access/weak-password.ts'
import { StoredCompany } from '../../core/configuration/stored.ts'
import { AppError } from '../../core/errors.ts'
import type { Database } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import { hashPassword } from './passwords.ts'

/** The hash of a new password of a person. Throws `password.weak` for one that is guessed first. */
export async function newPasswordHash(db: Database, userId: string, password: string): Promise<string> {
  const person = await db.get<{ name: string; nick: string }>('select name, nick from "user" where id = ?', [userId])
  const company = await db.get<{ value: string }>("select value from setting where key = 'company'")
  const office = (company && storedJson<{ name?: string; nameEn?: string; phone?: string }>(company.value, StoredCompany)) ?? {}
  const known = [
    person?.nick,
    person?.name,
    ...(person?.name.split(/\s+/) ?? []),
    office.name,
    office.nameEn,
    office.phone?.replace(/\D/g, ''),
  ].filter((text): text is string => Boolean(text))
  if (isWeakPassword(password, known)) throw new AppError('password.weak')
  return hashPassword(password)
}
