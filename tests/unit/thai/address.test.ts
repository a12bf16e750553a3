import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress, type ThaiAddress } from '../../../core/thai/address.ts'
import { createPlaces, type PlaceTable } from '../../../core/thai/places.ts'

const table = JSON.parse(readFileSync(new URL('../../../resources/addresses/places.json', import.meta.url), 'utf8')) as PlaceTable
const places = createPlaces(table)
const read = (text: string) => parseAddress(text, places)
const codeOf = (subdistrict: string, province: string) => places.match({ subdistrict, province })[0]?.code

describe('addresses as people write them', () => {
  it('reads a Bangkok address with everything abbreviated', () => {
    const { address, leftover, warnings } = read('99/12 หมู่ 5 ซ.ลาดพร้าว 101 ถ.ลาดพร้าว แขวงคลองเจ้าคุณสิงห์ เขตวังทองหลาง กทม. 10310')
    expect(address).toEqual({
      houseNo: '99/12',
      moo: '5',
      soi: 'ลาดพร้าว 101',
      road: 'ลาดพร้าว',
      subdistrictCode: codeOf('คลองเจ้าคุณสิงห์', 'กทม'),
      subdistrict: 'คลองเจ้าคุณสิงห์',
      district: 'วังทองหลาง',
      province: 'กรุงเทพมหานคร',
      postcode: '10310',
    })
    expect(leftover).toEqual([])
    expect(warnings).toEqual([])
  })

  it.each<[string, ThaiAddress]>([
    [
      'เลขที่ 88 หมู่ที่ 3 ถนนบางนา-ตราด ต.บางแก้ว อ.บางพลี จ.สมุทรปราการ 10540',
      {
        houseNo: '88',
        moo: '3',
        road: 'บางนา-ตราด',
        subdistrict: 'บางแก้ว',
        district: 'บางพลี',
        province: 'สมุทรปราการ',
        postcode: '10540',
      },
    ],
    [
      '๑๒๓/๔ ม.๗ ตำบลในเมือง อำเภอเมือง จังหวัดขอนแก่น ๔๐๐๐๐',
      { houseNo: '123/4', moo: '7', subdistrict: 'ในเมือง', district: 'เมืองขอนแก่น', province: 'ขอนแก่น', postcode: '40000' },
    ],
    [
      '45/6 หมู่บ้านพฤกษา ซอย 12 ต.บางกรวย อ.บางกรวย นนทบุรี 11130',
      {
        houseNo: '45/6',
        building: 'หมู่บ้านพฤกษา',
        soi: '12',
        subdistrict: 'บางกรวย',
        district: 'บางกรวย',
        province: 'นนทบุรี',
        postcode: '11130',
      },
    ],
    [
      '7 ถ.ช้างเผือก ศรีภูมิ เมืองเชียงใหม่ เชียงใหม่ 50200',
      { houseNo: '7', road: 'ช้างเผือก', subdistrict: 'ศรีภูมิ', district: 'เมืองเชียงใหม่', province: 'เชียงใหม่', postcode: '50200' },
    ],
    [
      '99/12-15 อาคารเอบีซี ชั้น 12 ห้อง 1203 ถ.สุขุมวิท แขวงคลองเตย เขตคลองเตย กรุงเทพฯ 10110',
      {
        houseNo: '99/12-15',
        building: 'อาคารเอบีซี',
        floor: '12',
        room: '1203',
        road: 'สุขุมวิท',
        subdistrict: 'คลองเตย',
        district: 'คลองเตย',
        province: 'กรุงเทพมหานคร',
        postcode: '10110',
      },
    ],
    [
      '1, 3, 5 ถ.ข้าวสาร แขวงตลาดยอด เขตพระนคร กทม 10200',
      {
        houseNo: '1, 3, 5',
        road: 'ข้าวสาร',
        subdistrict: 'ตลาดยอด',
        district: 'พระนคร',
        province: 'กรุงเทพมหานคร',
        postcode: '10200',
      },
    ],
    [
      'บ.ก.12 ต.ในเมือง อ.เมือง โคราช 30000',
      { houseNo: 'บ.ก.12', subdistrict: 'ในเมือง', district: 'เมืองนครราชสีมา', province: 'นครราชสีมา', postcode: '30000' },
    ],
    [
      '88\nต.บางแก้วอ.บางพลีจ.สมุทรปราการ\n10540',
      { houseNo: '88', subdistrict: 'บางแก้ว', district: 'บางพลี', province: 'สมุทรปราการ', postcode: '10540' },
    ],
    [
      '88 ต.บางแก้ว อ.บางพลี สป. 10540',
      { houseNo: '88', subdistrict: 'บางแก้ว', district: 'บางพลี', province: 'สมุทรปราการ', postcode: '10540' },
    ],
    [
      '99 Sukhumvit Road, Khlong Toei, Khlong Toei, Bangkok 10110',
      {
        houseNo: '99',
        road: 'Sukhumvit',
        subdistrict: 'คลองเตย',
        district: 'คลองเตย',
        province: 'กรุงเทพมหานคร',
        postcode: '10110',
      },
    ],
  ])('%s', (text, expected) => {
    const { address, leftover } = read(text)
    const { subdistrictCode, ...rest } = address
    expect(rest).toEqual(expected)
    expect(places.bySubdistrict(subdistrictCode ?? '')).toMatchObject({
      subdistrict: expected.subdistrict,
      province: expected.province,
    })
    expect(leftover).toEqual([])
  })

  it('keeps พัทยา, which is no district, and finds the district it lies in', () => {
    const { address, leftover } = read('12 ถ.สุขุมวิท พัทยา บางละมุง ชลบุรี 20150')
    expect(address).toMatchObject({ houseNo: '12', district: 'บางละมุง', province: 'ชลบุรี', postcode: '20150' })
    expect(address.subdistrict).toBeUndefined()
    expect(`${address.road} ${leftover.join(' ')}`).toContain('พัทยา')
  })

  it('fills in a postcode that was not written, and says so', () => {
    const { address, warnings } = read('88 ต.บางแก้ว อ.บางพลี จ.สมุทรปราการ')
    expect(address.postcode).toBe('10540')
    expect(warnings).toEqual(['postcode_inferred'])
  })

  it('warns of a postcode that lies elsewhere, and keeps it', () => {
    const { address, warnings } = read('88 ต.บางแก้ว อ.บางพลี จ.สมุทรปราการ 50200')
    expect(address).toMatchObject({ postcode: '50200', district: 'บางพลี' })
    expect(warnings).toEqual(['postcode_mismatch'])
  })

  it('says that a sub-district is not certain where two have the name', () => {
    const { address, warnings } = read('ต.หนองบัว')
    expect(address.subdistrict).toBe('หนองบัว')
    expect(address.subdistrictCode).toBeUndefined()
    expect(warnings).toContain('ambiguous_place')
  })

  it('never drops what it does not understand', () => {
    const { address, leftover } = read('99/1 ตรงข้ามวัดใหญ่ ต.บางแก้ว อ.บางพลี จ.สมุทรปราการ 10540 ฝากป้อมยาม')
    expect(leftover.join(' ')).toBe('ตรงข้ามวัดใหญ่ ฝากป้อมยาม')
    expect(address.text).toBe('ตรงข้ามวัดใหญ่ ฝากป้อมยาม')
    expect(read('บ้านไม่มีเลขที่').address.text).toBe('บ้านไม่มีเลขที่')
    expect(read('').address).toEqual({})
  })

  it('keeps every letter of any text in some part', () => {
    const word = fc.constantFrom(
      '99/1',
      'หมู่ 5',
      'ซ.ลาดพร้าว',
      'ถ.ลาดพร้าว',
      'อาคารเอ',
      'ชั้น 3',
      'ต.บางแก้ว',
      'บางพลี',
      'จ.ตราด',
      '10540',
      'ข้างวัด',
      'ABC',
      '1-2',
      'ฝาก',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const { address } = read(words.join(' '))
        const kept = Object.values(address).join(' ')
        return words.every((w) => [...w.replace(/^(?:หมู่|ซ\.|ถ\.|ชั้น|ต\.|จ\.)\s*/, '')].every((char) => kept.includes(char)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('addresses as they are printed', () => {
  const bangkok: ThaiAddress = {
    houseNo: '99/12',
    moo: '5',
    building: 'อาคารเอ',
    floor: '3',
    room: '301',
    soi: 'ลาดพร้าว 101',
    road: 'ลาดพร้าว',
    subdistrictCode: codeOf('คลองเจ้าคุณสิงห์', 'กทม'),
    subdistrict: 'คลองเจ้าคุณสิงห์',
    district: 'วังทองหลาง',
    province: 'กรุงเทพมหานคร',
    postcode: '10310',
  }

  it('prints แขวง and เขต in Bangkok and no จังหวัด', () => {
    expect(formatAddress(bangkok, 'th')).toBe(
      'เลขที่ 99/12 หมู่ที่ 5 อาคารเอ ชั้น 3 ห้อง 301 ซอยลาดพร้าว 101 ถนนลาดพร้าว แขวงคลองเจ้าคุณสิงห์ เขตวังทองหลาง กรุงเทพมหานคร 10310',
    )
    expect(read(formatAddress(bangkok, 'th')).address).toEqual(bangkok)
  })

  it('prints ตำบล อำเภอ จังหวัด elsewhere', () => {
    const address = { houseNo: '1', subdistrict: 'ในเมือง', district: 'เมืองขอนแก่น', province: 'ขอนแก่น', postcode: '40000' }
    expect(formatAddress(address, 'th')).toBe('เลขที่ 1 ตำบลในเมือง อำเภอเมืองขอนแก่น จังหวัดขอนแก่น 40000')
  })

  it('prints English names where the place is known', () => {
    const place = places.bySubdistrict(bangkok.subdistrictCode ?? '')
    expect(formatAddress({ ...bangkok, soi: undefined, road: undefined, building: undefined }, 'en', place)).toBe(
      '99/12 Moo 5, Floor 3, Room 301, Khlong Chaokhun Sing, Wang Thong Lang, Bangkok 10310',
    )
  })

  it('finds again the sub-district of every address, printed or without any label', () => {
    const wrong = places.all.filter((place, i) => {
      if (i % 20 !== 0 && !/เขต$|สตึก|บุฤ/.test(place.subdistrict)) return false
      const { subdistrict, district, province, postcode } = place
      return (
        read(formatAddress({ houseNo: '1', subdistrict, district, province, postcode }, 'th')).address.subdistrictCode !==
        place.code
      )
    })
    expect(wrong).toEqual([])
  })
})
