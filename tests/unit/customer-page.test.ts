import { describe, expect, it } from 'vitest'
import type { TreeNode } from '../../core/contract/customer-tree.ts'
import { nextBirthday } from '../../core/customers/next-birthday.ts'
import { branchesOf, stepTo, visibleNodes } from '../../core/customers/walk-tree.ts'

const node = (id: string, via: string | null, relation: TreeNode['relation'], hop: number): TreeNode => ({
  id,
  title: id,
  via,
  relation,
  role: null,
  hop,
})
const nodes = [
  node('me', null, null, 0),
  node('branch', 'me', 'child', 1),
  node('head', 'me', 'parent', 1),
  node('sister', 'head', 'child', 2),
]

describe('the tree of customers', () => {
  it('puts what stands above first, and is walked line by line, without what is folded', () => {
    const tree = branchesOf(nodes)
    const shown = visibleNodes(tree, new Set())
    expect(shown.map((one) => one.id)).toEqual(['me', 'head', 'sister', 'branch'])
    expect(visibleNodes(tree, new Set(['head'])).map((one) => one.id)).toEqual(['me', 'head', 'branch'])
    expect(stepTo('ArrowDown', shown, 'head')).toBe('sister')
    expect(stepTo('ArrowUp', shown, 'me')).toBeUndefined()
    expect(stepTo('End', shown, 'me')).toBe('branch')
  })
})

describe('the next birthday', () => {
  const born = (id: string, birthday?: string) => ({ id, version: 1, title: id, ...(birthday && { birthday }) })

  it('is today’s before tomorrow’s, passes the year’s end, and comes on 28 February for who was born on the 29th', () => {
    const today = '2026-12-30'
    const people = [born('later', '1980-03-01'), born('soon', '1975-01-02'), born('none')]
    expect(nextBirthday(people, today)).toMatchObject({ row: { id: 'soon' }, day: '2027-01-02', days: 3 })
    expect(nextBirthday([born('today', '1990-12-30'), ...people], today)).toMatchObject({ row: { id: 'today' }, days: 0 })
    expect(nextBirthday([born('leap', '1996-02-29')], '2027-02-01')).toMatchObject({ day: '2027-02-28' })
    expect(nextBirthday([born('leap', '1996-02-29')], '2028-02-01')).toMatchObject({ day: '2028-02-29' })
    expect(nextBirthday([born('none')], today)).toBeUndefined()
  })
})
