import { describe, expect, it } from 'vitest'
import { formatBranch, formatTaxId, parseBranch, parseTaxId, taxIdHint, taxIdProblem } from '../../../core/thai/tax-id.ts'

const PTT = '0107544000108'

describe('tax numbers', () => {
  it.each([PTT, '0107542000011', '0107535000265', '0107537000114', '1234567890121'])('%s is sound', (digits) => {
    expect(taxIdProblem(digits)).toBeUndefined()
  })

  it('notices any one wrong digit of PTT’s number except the third', () => {
    let caught = 0
    for (let place = 0; place < 13; place++) {
      for (let digit = 0; digit <= 9; digit++) {
        const wrong = PTT.slice(0, place) + digit + PTT.slice(place + 1)
        if (wrong === PTT) continue
        if (taxIdProblem(wrong) === 'checksum') caught++
        else expect(place, wrong).toBe(2)
      }
    }
    expect(caught).toBe(108)
  })

  it('notices a province and a kind of company that do not exist, where the check digit cannot', () => {
    expect(taxIdProblem('0287544000107')).toBe('province')
    expect(taxIdProblem('0104544000105')).toBe('type')
    expect(taxIdProblem('0107544000109')).toBe('checksum')
    expect(taxIdProblem('107544000108')).toBe('length')
  })

  it.each([
    ['0107544000108', PTT, undefined],
    ['0-1075-44000-10-8', PTT, undefined],
    ['0 1075 44000 10 8', PTT, undefined],
    ['๐๑๐๗๕๔๔๐๐๐๑๐๘', PTT, undefined],
    ['107544000108', PTT, 'zero_added'],
    ['3012345678', '3012345678', undefined],
  ])('%s is read as %s', (text, digits, note) => {
    expect(parseTaxId(text)).toEqual({ ok: true, digits, ...(note ? { note } : {}) })
  })

  it.each([
    ['', 'empty'],
    ['01075440001', 'length'],
    ['010754400010X', 'not_a_number'],
    ['1.07544E+11', 'rounded'],
  ])('%s is refused: %s', (text, reason) => {
    expect(parseTaxId(text)).toEqual({ ok: false, reason })
  })

  it('hints at who the owner is', () => {
    expect(taxIdHint(PTT)).toEqual({ kind: 'juristic', provinceCode: 10, form: 'public', yearBE: 2544 })
    expect(taxIdHint('1234567890121')).toEqual({ kind: 'person' })
    expect(taxIdHint('0107544000109')).toBeUndefined()
  })

  it('writes the number in its groups', () => {
    expect(formatTaxId(PTT)).toBe('0-1075-44000-10-8')
    expect(formatTaxId('3012345678')).toBe('3012345678')
  })
})

describe('branches', () => {
  it.each([
    ['2', '00002'],
    ['สาขา 2', '00002'],
    ['สาขาที่ 00002', '00002'],
    ['(สาขาที่ ๑๒)', '00012'],
    ['Branch 3', '00003'],
    ['HO', '00000'],
    ['Head Office', '00000'],
    ['สนญ.', '00000'],
    ['สำนักงานใหญ่', '00000'],
    ['00000', '00000'],
    ['123456', undefined],
    ['ลาดพร้าว', undefined],
    ['', undefined],
  ])('%s is branch %s', (text, branch) => {
    expect(parseBranch(text)).toBe(branch)
  })

  it('prints the words of the tax paper', () => {
    expect(formatBranch('00000', 'th')).toBe('สำนักงานใหญ่')
    expect(formatBranch('00001', 'th')).toBe('สาขาที่ 00001')
    expect(formatBranch('00001', 'en')).toBe('Branch 00001')
  })
})
