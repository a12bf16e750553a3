import { activityRules } from './features/activities/rules.ts'
import { customerRules } from './features/customers/rules.ts'
import { dealRules } from './features/deals/rules.ts'
import { leadRules } from './features/leads/rules.ts'
import type { Rule } from './records/rules.ts'

/** The rules of every feature, in the order in which they run; the server and an import's dry run obey the same ones. */
export const RULES: readonly Rule[] = [...customerRules, ...dealRules, ...leadRules, ...activityRules]
