import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PlaceTable } from '../../../core/thai/places.ts'
import { soundKey } from '../../../core/thai/sound-key.ts'

describe('names that sound alike', () => {
  it.each([
    ['สมชาย', 'Somchai'],
    ['วิชัย', 'Vichai'],
    ['วิชัย', 'Wichai'],
    ['รักไทย', 'Rakthai'],
    ['ธนากร', 'Thanakorn'],
    ['กมลชนก', 'Kamonchanok'],
    ['พรทิพย์', 'Pornthip'],
    ['สมศรี', 'Somsri'],
    ['แก้ว', 'Kaew'],
    ['หนูนา', 'Nuna'],
    ['สมชาย รักไทย', 'SOMCHAI RAKTHAI'],
    ['ณัฐ', 'Nat'],
    ['ศักดิ์', 'Sak'],
    ['สุริยา', 'Suriya'],
    ['สุภาพร', 'สุภาภรณ์'],
  ])('%s and %s', (a, b) => {
    expect(soundKey(a)).toBe(soundKey(b))
    expect(soundKey(a)).not.toBe('')
  })

  it('keeps different names apart', () => {
    expect(soundKey('สมชาย')).not.toBe(soundKey('สมศักดิ์'))
    expect(soundKey('12 !')).toBe('')
  })

  it('meets the official English spelling of most districts', () => {
    const table = JSON.parse(
      readFileSync(new URL('../../../resources/addresses/places.json', import.meta.url), 'utf8'),
    ) as PlaceTable
    const districts = table.provinces.flatMap((province) => province[3])
    const met = districts.filter(
      ([, thai, english]) => soundKey(thai).replaceAll(' ', '') === soundKey(english.replaceAll(' ', '')),
    )
    expect(met.length / districts.length).toBeGreaterThan(0.6)
  })
})
