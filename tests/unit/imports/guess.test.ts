import { describe, expect, it } from 'vitest'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { ENTITIES } from '../../../core/entities/registry.ts'
import { guessMapping } from '../../../core/imports/guess-mapping.ts'
import { guessStage } from '../../../core/imports/stage-words.ts'
import { importTargets } from '../../../core/imports/targets.ts'

/** Where the columns of a file with these headers are guessed to go. */
function guesses(entityKey: string, headers: string[], values: string[][] = []): (string | undefined)[] {
  const entity = ENTITIES.find((candidate) => candidate.key === entityKey) as EntityDef
  const targets = importTargets(entity, () => true)
  const labels: Record<string, string[]> = { name: ['ชื่อ', 'Name'], phones: ['โทรศัพท์', 'Phone'] }
  const columns = headers.map((header, at) => ({ header, values: values[at] ?? [] }))
  return guessMapping(entity, targets, columns, (target) => labels[target.key] ?? []).map((guess) => guess.target)
}

describe('guessing what the columns of a file are', () => {
  it('takes the more telling word: beside a contact’s name, a plain “Name” is what the lead is about', () => {
    expect(guesses('lead', ['Name', 'Contact Name', 'Company Name'])).toEqual(['interest', 'name', 'company'])
    expect(guesses('lead', ['Name', 'Company Name'])).toEqual(['name', 'company'])
  })

  it('lets several columns fill a list of telephone numbers, and no two columns one name', () => {
    expect(guesses('lead', ['Contact Name', 'Phone', 'Mobile'])).toEqual(['name', 'phones', 'phones'])
    expect(guesses('customer', ['ชื่อลูกค้า', 'ชื่อร้าน'])).toEqual(['name', undefined])
  })

  it('knows a header that stands there twice, as reading a file tells them apart', () => {
    expect(guesses('customer', ['ชื่อลูกค้า', 'เบอร์โทร', 'เบอร์โทร (2)', 'หมายเหตุ', 'หมายเหตุ (2)'])).toEqual([
      'name',
      'phones',
      'phones',
      'notes',
      'notes',
    ])
  })

  it('takes telephone numbers for such by their looks, and neither dates nor sums', () => {
    expect(guesses('customer', ['ก'], [['812345678', '089-000-3345']])).toEqual(['phones'])
    expect(guesses('customer', ['ข'], [['2023-03-15', '2023-03-16']])).toEqual([undefined])
    expect(guesses('customer', ['ค'], [['12/03/2566', '13/03/2566']])).toEqual([undefined])
    expect(guesses('customer', ['ง'], [['2345678.50', '8123456.75']])).toEqual([undefined])
  })
})

describe('guessing the stages of other programs', () => {
  const stages = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, kind: 'open' as const }))
  const all = [...stages, { id: 'won', kind: 'won' as const }, { id: 'lost', kind: 'lost' as const }]

  it('puts early words to the first stages, and closing words to won and lost', () => {
    expect(guessStage('Prospecting', all)).toBe('a')
    expect(guessStage('engaging', all)).toBe('b')
    expect(guessStage('ต่อรองราคา', all)).toBe('d')
    expect(guessStage('Closed Won', all)).toBe('won')
    expect(guessStage('แพ้', all)).toBe('lost')
  })

  it('guesses nothing for a word that nobody knows', () => {
    expect(guessStage('GTX Pro', all)).toBeUndefined()
  })
})
