import { edits, jaroWinkler, numbersAlike } from './likeness.ts'
import type { AddressProfile, Facet, NameProfile, Word } from './profile.ts'
import type { Outcome, Part } from './rules.ts'

export type Finding = { part: Part; outcome: Outcome }

const NEAR_WORD = 0.88
const DIGITS = /\d+/g

const digitsOf = (text: string): string => (text.match(DIGITS) ?? []).join('.')

/** Two single words: a name of a person, a street. */
export function wordsAlike(a: Word, b: Word): Outcome {
  if (a.fold === b.fold) return 'same'
  // Soi 5 and soi 6 are neighbours, not spellings of one.
  if (digitsOf(a.fold) !== digitsOf(b.fold)) return 'differs'
  if (a.skeleton === b.skeleton || jaroWinkler(a.skeleton, b.skeleton) >= NEAR_WORD) return 'near'
  return a.sound.length >= 2 && a.sound === b.sound ? 'sound' : 'differs'
}

/** Two company names without their legal words: longer, so a slip or two is near, but a number in them is part of the name. */
export function companiesAlike(a: Word, b: Word): Outcome {
  if (a.fold === b.fold) return 'same'
  if (digitsOf(a.fold) !== digitsOf(b.fold)) return 'differs'
  const most = Math.floor(Math.min(a.skeleton.length, b.skeleton.length) / 6)
  if (a.skeleton === b.skeleton || (most > 0 && edits(a.skeleton, b.skeleton, most) <= most)) return 'near'
  return a.sound.length >= 4 && a.sound === b.sound ? 'sound' : 'differs'
}

const alike = (outcome: Outcome): boolean => outcome !== 'differs'

function peopleAlike(a: NameProfile, b: NameProfile): Finding[] {
  const findings: Finding[] = []
  const cross = a.first && a.last && b.first && b.last
  if (cross && a.first && a.last && b.first && b.last) {
    const [there, back] = [wordsAlike(a.first, b.last), wordsAlike(a.last, b.first)]
    const straight = alike(wordsAlike(a.first, b.first)) || alike(wordsAlike(a.last, b.last))
    // First name and surname in each other's place.
    if (alike(there) && alike(back) && !straight)
      return [
        { part: 'first', outcome: there },
        { part: 'last', outcome: back },
      ]
  }
  if (a.first && b.first) {
    const outcome = wordsAlike(a.first, b.first)
    const nicknamed = a.nick === b.first.fold || b.nick === a.first.fold
    findings.push({ part: 'first', outcome: outcome === 'differs' && nicknamed ? 'near' : outcome })
  }
  if (a.last && b.last) findings.push({ part: 'last', outcome: wordsAlike(a.last, b.last) })
  if (a.nick && b.nick) findings.push({ part: 'nick', outcome: a.nick === b.nick ? 'same' : 'differs' })
  return findings
}

function namesAlike(a: NameProfile, b: NameProfile): Finding[] {
  if (a.company && b.company) return [{ part: 'company', outcome: companiesAlike(a.company, b.company) }]
  if (!a.company && !b.company) return peopleAlike(a, b)
  // A shop under its owner's name: only the whole name tells something.
  const company = a.company ?? b.company
  const person = a.company ? b : a
  const whole = [person.first?.fold, person.last?.fold].join('')
  return company && whole === company.fold ? [{ part: 'company', outcome: 'same' }] : []
}

function addressesAlike(a: AddressProfile, b: AddressProfile): Finding[] {
  const findings: Finding[] = []
  const add = (part: Part, outcome: Outcome) => findings.push({ part, outcome })
  if (a.house && b.house)
    add('house', a.house === b.house ? 'same' : edits(a.house, b.house, 1) <= 1 && a.house.length > 2 ? 'near' : 'differs')
  if (a.street && b.street) add('street', wordsAlike(a.street, b.street))
  if (a.building && b.building) add('building', wordsAlike(a.building, b.building))
  if (a.placeCode && b.placeCode) add('place', a.placeCode === b.placeCode ? 'same' : 'differs')
  else if (a.place && b.place) add('place', wordsAlike(a.place, b.place))
  if (a.postcode && b.postcode) add('postcode', numbersAlike(a.postcode, b.postcode))
  return findings
}

/** A Thai land line: a firm has it, not a person. */
const LAND_LINE = /^\+66[2-57]/

function setsAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): Outcome {
  const shared = [...a].filter((value) => b.has(value))
  if (shared.length === 0) return 'differs'
  return shared.every((value) => LAND_LINE.test(value)) ? 'shared' : 'same'
}

/**
 * How two values of one field compare, part by part. `weigh` tells which of several addresses is the best match: what one record
 * has more of never speaks against it.
 */
export function compareFacets(a: Facet, b: Facet, weigh: (findings: readonly Finding[]) => number): Finding[] {
  if (a.kind === 'name' && b.kind === 'name') return namesAlike(a.name, b.name)
  if (a.kind === 'text' && b.kind === 'text') return [{ part: 'company', outcome: companiesAlike(a.word, b.word) }]
  if (a.kind === 'taxId' && b.kind === 'taxId') {
    const outcome = numbersAlike(a.number, b.number)
    return [{ part: 'whole', outcome: outcome === 'same' && a.branch !== b.branch ? 'other' : outcome }]
  }
  if (a.kind === 'date' && b.kind === 'date') return [{ part: 'whole', outcome: numbersAlike(a.digits, b.digits) }]
  if (a.kind === 'set' && b.kind === 'set') return [{ part: 'whole', outcome: setsAlike(a.values, b.values) }]
  if (a.kind === 'addresses' && b.kind === 'addresses') {
    let best: Finding[] = []
    for (const one of a.items)
      for (const other of b.items) {
        const findings = addressesAlike(one, other)
        if (best.length === 0 || weigh(findings) > weigh(best)) best = findings
      }
    return best
  }
  return []
}
