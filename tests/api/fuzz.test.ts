import { expect, it } from 'vitest'
import { fuzz } from '../faults/fuzz.ts'

it('no parser breaks, hangs or writes on what is nearly right (a short run of tests/faults/fuzz.ts)', async () => {
  const results = await fuzz({ inputs: 200, seed: 20261126 })
  expect(results.map((result) => [result.name, result.faults])).toEqual(results.map((result) => [result.name, []]))
  expect(results.map((result) => result.inputs)).toEqual(results.map(() => 200))
}, 120_000)
