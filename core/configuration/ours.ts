import { z } from 'zod'
import { Filter } from '../query/filter.ts'

const FieldKey = z
  .string()
  .regex(/^[a-zA-Z]\w*$/)
  .max(80)
const Word = z.string().trim().min(1).max(60)

/** Which fields a form asks first and a record's page shows first, in this order. What is not named waits behind “more”. */
export const Layout = z.strictObject({ form: z.array(FieldKey).max(100), page: z.array(FieldKey).max(200) })
export type Layout = z.infer<typeof Layout>

/** A field must be filled, or is shown at all, only while the condition holds on the record's own values. */
export const FieldRule = z.strictObject({ field: FieldKey, effect: z.enum(['required', 'shown']), when: Filter })
export type FieldRule = z.infer<typeof FieldRule>

/** How an entity's running codes look: `C-000123`, or `C2569-0001` where the number begins anew each year. */
export const Numbering = z.strictObject({
  prefix: z
    .string()
    .trim()
    .max(10)
    .regex(/^[\p{L}\p{M}\d/.-]*$/u),
  digits: z.int().min(3).max(9),
  year: z.enum(['none', 'be', 'ce']),
})
export type Numbering = z.infer<typeof Numbering>

/** What the office made of one entity: its name, its fields' names, layouts by role (`*` for all others), rules, numbers. */
export const Ours = z.strictObject({
  name: z.strictObject({ th: Word, en: Word, enMany: Word }).optional(),
  fieldNames: z.record(FieldKey, z.strictObject({ th: Word, en: Word })).optional(),
  layouts: z.record(z.string().max(40), Layout).optional(),
  rules: z.array(FieldRule).max(50).optional(),
  numbering: Numbering.optional(),
})
export type Ours = z.infer<typeof Ours>

/** The layout that a role gets: its own, else everybody's, else none. */
export const layoutFor = (ours: Ours | undefined, role: string): Layout | undefined =>
  ours?.layouts?.[role] ?? ours?.layouts?.['*']

/**
 * A running code.
 * @param today local date, ISO; its year is written as พ.ศ. where the office wants so
 */
export function formatCode({ prefix, digits, year }: Numbering, number: number, today: string): string {
  const ce = Number(today.slice(0, 4))
  const shown = year === 'none' ? '' : String(year === 'be' ? ce + 543 : ce)
  const front = `${prefix}${shown}`
  return `${front}${front === '' ? '' : '-'}${String(number).padStart(digits, '0')}`
}
