import { describe, expect, it } from 'vitest'
import { measureFebrl } from '../bench/febrl.ts'

const data = process.env.SAMPHAN_REAL_DATA ?? ''

describe.skipIf(data === '')('people whose pairs are known (skipped where SAMPHAN_REAL_DATA names no folder)', () => {
  it('are found in the data that the rules were fitted to, nearly all and nearly none wrongly', () => {
    for (const { bar, rules, precision, recall } of measureFebrl(`${data}/febrl`, 'dataset1')) {
      if (bar !== 'maybe') continue
      expect(precision, rules).toBeGreaterThanOrEqual(0.99)
      expect(recall, rules).toBeGreaterThanOrEqual(0.99)
    }
  })
})
