import { describe, expect, it } from 'vitest'
import { ACTION_PLACES, ACTIONS, capOf, capsOf } from '../../core/actions.ts'
import { en } from '../../core/words/en.ts'
import { th } from '../../core/words/th.ts'

describe('the actions of the product', () => {
  const actions = Object.entries(ACTIONS)

  it('have a key that no other action has where both are at hand', () => {
    for (const place of ACTION_PLACES) {
      const here = actions.filter(([, action]) => action.on === place || action.on === 'everywhere')
      const keys = here.flatMap(([id, action]) => action.keys.map((key) => [key, id] as const))
      const twice = keys.filter(([key], at) => keys.findIndex(([other]) => other === key) !== at)
      expect(twice, place).toEqual([])
    }
  })

  it('are named in both languages, and their keys are printed as people know them', () => {
    for (const [id, { word }] of actions) expect([id, th[word], en[word]].every(Boolean), id).toBe(true)
    expect([capOf('search'), capOf('call'), capOf('help'), capOf('remove'), capOf('columnMenu')]).toEqual([
      'Ctrl K',
      'C',
      '?',
      'Del',
      'Alt ↓',
    ])
    expect([capsOf('views'), capOf('views'), capOf('views', 1), capOf('quick', 2), capOf('calendarSpan', 1)]).toEqual([
      ['Alt 1–9'],
      'Alt 1',
      'Alt 2',
      'Shift 3',
      'J',
    ])
  })
})
