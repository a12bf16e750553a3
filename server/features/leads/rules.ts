import type { Rule, Write } from '../../records/rules.ts'

/** A lead without a status is new. */
function startNew(_ctx: unknown, _tx: unknown, write: Write): void {
  if (write.action === 'create') write.after.status ??= 'new'
}

export const leadRules: readonly Rule[] = [{ entity: 'lead', before: startNew }]
