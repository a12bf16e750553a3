import { StoredAccessRules } from '../../core/configuration/stored.ts'
import type { AccessRules } from '../../core/contract/people.ts'
import type { Database, Transaction } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import { keptAnswer } from './kept-answers.ts'
import { totp } from './totp.ts'

const KEY = 'access'
/** What is not set is the office of one PC, and the safe way. */
const DEFAULTS: AccessRules = { namesShown: false, codeForAdmins: false, keepDays: 90 }
/** Where nobody knows any more for how long the office wants its log, none of it goes. */
const UNREADABLE: AccessRules = { ...DEFAULTS, keepDays: 730 }

/** How people come in. */
export const accessRules = {
  async read(db: Database): Promise<AccessRules> {
    const row = await db.get<{ value: string }>('select value from setting where key = ?', [KEY])
    return row ? { ...DEFAULTS, ...(storedJson<Partial<AccessRules>>(row.value, StoredAccessRules) ?? UNREADABLE) } : DEFAULTS
  },

  async write(tx: Transaction, rules: AccessRules): Promise<void> {
    await tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
      KEY,
      JSON.stringify(rules),
    ])
  },

  /** True for one who comes in by a password alone. */
  async lacksCode(db: Database, userId: string): Promise<boolean> {
    if (await totp.isOn(db, userId)) return false
    return (await db.get('select 1 from "user" where id = ? and password_hash is not null', [userId])) !== undefined
  },

  /** True for one who runs the office and has not set up the code that the office asks of him; without a password there is none to set up. */
  owesCode(db: Database, userId: string, admin: boolean): Promise<boolean> {
    return keptAnswer(db, `owes code ${userId} ${admin}`, async () => {
      if (!admin || !(await accessRules.read(db)).codeForAdmins) return false
      return accessRules.lacksCode(db, userId)
    })
  },
}
