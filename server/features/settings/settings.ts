import type { z } from 'zod'
import type { Ours } from '../../../core/configuration/ours.ts'
import { StoredBackupPlan, StoredCompany, StoredHost, StoredLanguage, StoredOurs } from '../../../core/configuration/stored.ts'
import { AuditChecked } from '../../../core/contract/audit.ts'
import type { BackupPlan } from '../../../core/contract/backup.ts'
import type { Company } from '../../../core/contract/office.ts'
import { DEFAULT_PLAN } from '../../backup/plan.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { LanSetting } from '../../lan/host.ts'

const BACKUP = 'backup'
/** Where nobody knows any more how many backups the office wants to keep, none of them goes. */
const EVERYTHING: BackupPlan['keep'] = { allDays: 31, daily: 366, weekly: 260, monthly: 120 }

/** What is set; undefined also where it cannot be read any more: the office goes on as one that never set it. */
async function get<T>(db: Database, key: string, form?: z.ZodType<unknown>): Promise<T | undefined> {
  const row = await db.get<{ value: string }>('select value from setting where key = ?', [key])
  return row && storedJson<T>(row.value, form)
}

async function set(tx: Transaction, key: string, value: unknown): Promise<void> {
  await tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
    key,
    JSON.stringify(value),
  ])
}

/** The office's settings, one row each. */
export const settings = {
  company: (db: Database) => get<Company>(db, 'company', StoredCompany),
  setCompany: (tx: Transaction, company: Company) => set(tx, 'company', company),
  language: async (db: Database) => (await get<'th' | 'en'>(db, 'language', StoredLanguage)) ?? 'th',
  setLanguage: (tx: Transaction, language: 'th' | 'en') => set(tx, 'language', language),
  /** What the office made of an entity: names, layouts, rules, numbers. */
  ours: (db: Database, entity: string) => get<Ours>(db, `ours.${entity}`, StoredOurs),
  setOurs: (tx: Transaction, entity: string, ours: Ours) => set(tx, `ours.${entity}`, ours),
  /** Whether and where the office is shared. */
  lan: (db: Database) => get<LanSetting>(db, 'lan', StoredHost),
  setLan: (tx: Transaction, setting: LanSetting) => set(tx, 'lan', setting),
  backupPlan: async (db: Database): Promise<BackupPlan> => {
    const row = await db.get<{ value: string }>('select value from setting where key = ?', [BACKUP])
    const stored = row && (storedJson<Partial<BackupPlan>>(row.value, StoredBackupPlan) ?? { keep: EVERYTHING })
    // Before there was more to set there was one folder.
    const folder = stored ? undefined : await get<string>(db, 'backup.folder')
    return { ...DEFAULT_PLAN, ...stored, ...(folder && { targets: [folder] }) }
  },
  /** What the last look through the chain over the logs came to. */
  auditChecked: (db: Database) => get<AuditChecked>(db, 'audit.checked', AuditChecked),
  setAuditChecked: (tx: Transaction, checked: AuditChecked) => set(tx, 'audit.checked', checked),
  setBackupPlan: (tx: Transaction, plan: BackupPlan) => set(tx, BACKUP, plan),
}
