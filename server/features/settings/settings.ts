import type { Ours } from '../../../core/configuration/ours.ts'
import type { AuditChecked } from '../../../core/contract/audit.ts'
import type { BackupPlan } from '../../../core/contract/backup.ts'
import type { Company } from '../../../core/contract/office.ts'
import { DEFAULT_PLAN } from '../../backup/plan.ts'
import type { Database, Transaction } from '../../db/database.ts'
import type { LanSetting } from '../../lan/host.ts'

const BACKUP = 'backup'

async function get<T>(db: Database, key: string): Promise<T | undefined> {
  const row = await db.get<{ value: string }>('select value from setting where key = ?', [key])
  return row && (JSON.parse(row.value) as T)
}

async function set(tx: Transaction, key: string, value: unknown): Promise<void> {
  await tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
    key,
    JSON.stringify(value),
  ])
}

/** The office's settings, one row each. */
export const settings = {
  company: (db: Database) => get<Company>(db, 'company'),
  setCompany: (tx: Transaction, company: Company) => set(tx, 'company', company),
  language: async (db: Database) => (await get<'th' | 'en'>(db, 'language')) ?? 'th',
  setLanguage: (tx: Transaction, language: 'th' | 'en') => set(tx, 'language', language),
  /** What the office made of an entity: names, layouts, rules, numbers. */
  ours: (db: Database, entity: string) => get<Ours>(db, `ours.${entity}`),
  setOurs: (tx: Transaction, entity: string, ours: Ours) => set(tx, `ours.${entity}`, ours),
  /** Whether and where the office is shared. */
  lan: (db: Database) => get<LanSetting>(db, 'lan'),
  setLan: (tx: Transaction, setting: LanSetting) => set(tx, 'lan', setting),
  backupPlan: async (db: Database): Promise<BackupPlan> => {
    const stored = await get<Partial<BackupPlan>>(db, BACKUP)
    // Before there was more to set there was one folder.
    const folder = stored ? undefined : await get<string>(db, 'backup.folder')
    return { ...DEFAULT_PLAN, ...stored, ...(folder && { targets: [folder] }) }
  },
  /** What the last look through the chain over the logs came to. */
  auditChecked: (db: Database) => get<AuditChecked>(db, 'audit.checked'),
  setAuditChecked: (tx: Transaction, checked: AuditChecked) => set(tx, 'audit.checked', checked),
  setBackupPlan: (tx: Transaction, plan: BackupPlan) => set(tx, BACKUP, plan),
}
