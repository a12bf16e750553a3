import { expect, test } from 'vitest'
import { inOrder, moved, withPin, withShown, withWidth } from '../../core/query/column-layout.ts'

const usual = ['name', 'phones', 'grade', 'province', 'owner']

test('columns that there is no room for now are still there after the others were put in another order', () => {
  const shown = ['name', 'phones', 'grade']
  const { columns } = withShown({}, usual, shown, moved(['phones', 'grade'], 'grade', -1))
  expect(columns).toEqual(['grade', 'phones', 'province', 'owner'])
})

test('a column moves no further than the end', () => {
  expect(moved(['phones', 'grade'], 'phones', 5)).toEqual(['grade', 'phones'])
  expect(moved(['phones', 'grade'], 'phones', -5)).toEqual(['phones', 'grade'])
})

test('pinned columns stand before the others, and a pin is taken off again', () => {
  const pinned = withPin({}, 'owner', true)
  expect(inOrder(usual, pinned.pinned)[0]).toBe('owner')
  expect(withPin(pinned, 'owner', false)).toEqual({})
})

test('a column cannot be drawn so narrow that it is lost, and gets its usual width back', () => {
  expect(withWidth({}, 'phones', 0.2).widths?.phones).toBe(3)
  expect(withWidth({ widths: { phones: 20 } }, 'phones', undefined)).toEqual({})
})
