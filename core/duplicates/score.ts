import { compareFacets, type Finding } from './compare.ts'
import type { Profile } from './profile.ts'
import { type DuplicateRule, type DuplicateRules, type How, OUTCOMES, type Outcome } from './rules.ts'

/** Why two records are taken for one, or what speaks against it: a field and how it compares. */
export type Reason = { field: string; how: How; bits: number }
export type Score = { bits: number; reasons: Reason[] }

/** Under this no pair is ever worth a look: two branches of one company are two records on purpose. */
const NEVER = -100

const weightOf = (rule: DuplicateRule, outcome: Outcome): number => (outcome === 'other' ? NEVER : (rule[outcome] ?? 0))

/** The weakest of what agrees names the reason; what differs only where nothing agrees. */
function howOf(findings: readonly Finding[]): How {
  const agreeing = findings.map((finding) => finding.outcome).filter((outcome) => outcome !== 'differs')
  if (agreeing.length === 0) return 'differs'
  const weakest = agreeing.reduce((weak, outcome) => (OUTCOMES.indexOf(outcome) > OUTCOMES.indexOf(weak) ? outcome : weak))
  return agreeing.length < findings.length ? 'partly' : weakest
}

/**
 * How strongly two records look like one, in bits, and why; strongest reason first. Only fields in both profiles are
 * weighed, so what a reader may not see can be left out of them and gives nothing away.
 */
export function scorePair({ rules }: DuplicateRules, a: Profile, b: Profile): Score {
  let bits = 0
  const reasons: Reason[] = []
  for (const field of new Set(rules.map((rule) => rule.field))) {
    const [one, other] = [a.get(field), b.get(field)]
    if (!one || !other) continue
    const own = rules.filter((rule) => rule.field === field)
    const weigh = (findings: readonly Finding[]) =>
      findings.reduce((sum, { part, outcome }) => {
        const rule = own.find((candidate) => (candidate.part ?? part) === part)
        return sum + (rule ? weightOf(rule, outcome) : 0)
      }, 0)
    const findings = compareFacets(one, other, weigh)
    if (findings.length === 0) continue
    const weight = weigh(findings)
    bits += weight
    if (weight !== 0) reasons.push({ field, how: weight < 0 && weight > NEVER ? 'differs' : howOf(findings), bits: weight })
  }
  return { bits, reasons: reasons.sort((x, y) => y.bits - x.bits) }
}
