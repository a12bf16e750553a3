import { z } from 'zod'
import { Role } from '../access/policy.ts'
import { BackupPlan } from '../contract/backup.ts'
import { Company, SavedView } from '../contract/office.ts'
import { AccessRules } from '../contract/people.ts'
import { CUSTOM_KINDS } from '../fields/field.ts'
import { ReportDefinition } from '../reports/report.ts'
import { Ours } from './ours.ts'

/** The forms in which an office's settings are stored, also by a version that knows more of them: what has none of these cannot be read. */
export const StoredCompany = z.looseObject(Company.shape)
export const StoredLanguage = z.enum(['th', 'en'])
export const StoredOurs = z.looseObject(Ours.shape)
export const StoredRole = z.looseObject(Role.shape)
export const StoredAccessRules = z.looseObject(AccessRules.shape).partial()
export const StoredBackupPlan = z.looseObject(BackupPlan.shape).partial()
export const StoredHost = z.looseObject({ on: z.boolean(), address: z.string(), port: z.int(), interface: z.string() })
export const StoredField = z.looseObject({
  kind: z.enum(CUSTOM_KINDS),
  custom: z.looseObject({ labelTh: z.string(), labelEn: z.string(), filterable: z.boolean(), position: z.number() }),
})
export const StoredView = z.looseObject(SavedView.shape.definition.shape)
export const StoredReport = z.looseObject(ReportDefinition.shape)
export const StoredKeys = z.array(z.string())
export const StoredColumns = z.array(StoredKeys)
