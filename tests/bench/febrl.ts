import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { alikeKeys } from '../../core/duplicates/keys.ts'
import { type Profile, profileOf } from '../../core/duplicates/profile.ts'
import { BARS, type DuplicateRules } from '../../core/duplicates/rules.ts'
import { scorePair } from '../../core/duplicates/score.ts'
import { Contact } from '../../core/entities/contact.ts'
import { Customer } from '../../core/entities/customer.ts'
import type { EntityDef } from '../../core/entities/entity.ts'

export type Measured = {
  dataset: string
  rules: string
  bar: keyof typeof BARS
  truePairs: number
  candidates: number
  found: number
  right: number
  precision: number
  recall: number
  f1: number
}

type Person = { who: string; values: Record<string, unknown> }

/** Febrl's people as the product keeps them; its files have blanks behind the commas, and dates that never were. */
export function readFebrl(path: string): Person[] {
  const rows = parse(readFileSync(path, 'utf8'), { columns: (names: string[]) => names.map((name) => name.trim()), trim: true })
  return (rows as Record<string, string>[]).map((row) => {
    const address = {
      id: 'a1',
      houseNo: row.street_number || undefined,
      road: row.address_1 || undefined,
      building: row.address_2 || undefined,
      subdistrict: row.suburb || undefined,
      postcode: row.postcode || undefined,
    }
    const date = row.date_of_birth ?? ''
    return {
      who: row.rec_id?.split('-')[1] ?? '',
      values: {
        name: { type: 'person', first: row.given_name, last: row.surname || undefined },
        addresses: [address],
        ...(date && { birthday: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` }),
        ...(row.soc_sec_id && { taxId: { number: row.soc_sec_id } }),
      },
    }
  })
}

/** Pairs that share a key or a number, as the nightly look finds them; a key that many share tells nothing. */
export function candidatePairs(rules: DuplicateRules, profiles: readonly Profile[], mostInGroup: number): Set<string> {
  const groups = new Map<string, number[]>()
  for (const [at, profile] of profiles.entries()) {
    const taxId = profile.get('taxId')
    const keys = [...alikeKeys(rules, profile), ...(taxId?.kind === 'taxId' ? [`t ${taxId.number}`] : [])]
    for (const key of keys) groups.set(key, [...(groups.get(key) ?? []), at])
  }
  const pairs = new Set<string>()
  for (const group of groups.values()) {
    if (group.length > mostInGroup) continue
    for (const [at, one] of group.entries()) for (const other of group.slice(at + 1)) pairs.add(`${one} ${other}`)
  }
  return pairs
}

function measure(dataset: string, people: readonly Person[], entity: EntityDef, withNumber: boolean): Measured[] {
  const rules = entity.duplicates
  if (!rules) throw new Error(`${entity.key} has no rules`)
  const fields = entity.fields.filter((field) => withNumber || field.key !== 'taxId')
  const profiles = people.map((person) => profileOf(fields, person.values))
  const sizes = new Map<string, number>()
  for (const person of people) sizes.set(person.who, (sizes.get(person.who) ?? 0) + 1)
  const truePairs = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  const pairs = [...candidatePairs(rules, profiles, 30)].map((pair) => pair.split(' ').map(Number) as [number, number])
  const scored = pairs.map(([a, b]) => ({
    bits: scorePair(rules, profiles[a] as Profile, profiles[b] as Profile).bits,
    right: people[a]?.who === people[b]?.who,
  }))
  return (['maybe', 'likely', 'sure'] as const).map((bar) => {
    const found = scored.filter((pair) => pair.bits >= BARS[bar])
    const right = found.filter((pair) => pair.right).length
    const precision = right / Math.max(1, found.length)
    const recall = right / truePairs
    return {
      dataset,
      rules: withNumber ? entity.key : `${entity.key}, without numbers`,
      bar,
      truePairs,
      candidates: pairs.length,
      found: found.length,
      right,
      precision,
      recall,
      f1: (2 * precision * recall) / Math.max(1e-9, precision + recall),
    }
  })
}

/** How well the product's rules find Febrl's known pairs: the customers' with a personal number, the contacts' without one. */
export function measureFebrl(folder: string, dataset: 'dataset1' | 'dataset2'): Measured[] {
  const people = readFebrl(`${folder}/${dataset}.csv`)
  return [...measure(dataset, people, Customer, true), ...measure(dataset, people, Contact, false)]
}
