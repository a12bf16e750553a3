import { describe, expect, it } from 'vitest'
import { postalLines } from '../../../core/print/postal-lines.ts'

describe('an address for the post', () => {
  it('stands in the order of an envelope, with the postcode by itself', () => {
    expect(
      postalLines({
        houseNo: '99/12',
        moo: '5',
        soi: 'ลาดพร้าว 101',
        road: 'ลาดพร้าว',
        subdistrict: 'ปากน้ำ',
        district: 'เมืองสมุทรปราการ',
        province: 'สมุทรปราการ',
        postcode: '10270',
      }),
    ).toEqual({
      lines: ['เลขที่ 99/12 หมู่ที่ 5 ซอยลาดพร้าว 101 ถนนลาดพร้าว', 'ต.ปากน้ำ อ.เมืองสมุทรปราการ', 'จ.สมุทรปราการ'],
      postcode: '10270',
    })
  })

  it('says แขวง and เขต in Bangkok, and leaves no empty line', () => {
    expect(postalLines({ houseNo: '1', subdistrict: 'คลองเตย', district: 'คลองเตย', province: 'กรุงเทพมหานคร' })).toEqual({
      lines: ['เลขที่ 1', 'แขวงคลองเตย เขตคลองเตย', 'กรุงเทพมหานคร'],
      postcode: '',
    })
    expect(postalLines({ text: 'ตู้ ปณ. 12 ปณจ.สีลม' })).toEqual({ lines: ['ตู้ ปณ. 12 ปณจ.สีลม'], postcode: '' })
  })
})
