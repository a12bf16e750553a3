import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createPlaces, type Place, type PlaceTable } from '../../../core/thai/places.ts'

const table = JSON.parse(readFileSync(new URL('../../../resources/addresses/places.json', import.meta.url), 'utf8')) as PlaceTable
const places = createPlaces(table)
const row = (place: Place | undefined) =>
  place && `${place.subdistrict} » ${place.district} » ${place.province} ${place.postcode}`

describe('the bundled table', () => {
  it('is whole', () => {
    expect(places.provinces).toHaveLength(77)
    expect(places.all).toHaveLength(7436)
    expect(new Set(places.all.map((p) => p.postcode)).size).toBe(954)
    expect(new Set(places.all.map((p) => p.code.slice(0, 4))).size).toBe(928)
    expect(places.match({ subdistrict: 'หนองบัว' })).toHaveLength(28)
    expect(places.match({ subdistrict: 'ในเมือง' })).toHaveLength(22)
  })

  it('looks a sub-district up by its code', () => {
    expect(places.bySubdistrict('100101')).toEqual({
      code: '100101',
      subdistrict: 'พระบรมมหาราชวัง',
      district: 'พระนคร',
      province: 'กรุงเทพมหานคร',
      provinceCode: 10,
      postcode: '10200',
      subdistrictEn: 'Phra Borom Maha Ratchawang',
      districtEn: 'Phra Nakhon',
      provinceEn: 'Bangkok',
    })
    expect(places.bySubdistrict('999999')).toBeUndefined()
  })

  it('gives a pick-list for a postcode', () => {
    expect(places.byPostcode('10540').map((p) => p.subdistrict)).toContain('บางแก้ว')
    expect(places.byPostcode('๑๐๕๔๐')).toEqual(places.byPostcode('10540'))
    expect(places.byPostcode('00000')).toEqual([])
  })
})

describe('one box for all levels', () => {
  it.each([
    ['บางแก้ว บางพลี', 'บางแก้ว » บางพลี » สมุทรปราการ 10540'],
    ['ต.บางแก้ว อ.บางพลี', 'บางแก้ว » บางพลี » สมุทรปราการ 10540'],
    ['ต.บางแก้วอ.บางพลี', 'บางแก้ว » บางพลี » สมุทรปราการ 10540'],
    ['ต. บางแก้ว จ. สมุทรปราการ', 'บางแก้ว » บางพลี » สมุทรปราการ 10540'],
    ['บางแก้ว 10540', 'บางแก้ว » บางพลี » สมุทรปราการ 10540'],
    ['ในเมือง ขอนแก่น', 'ในเมือง » เมืองขอนแก่น » ขอนแก่น 40000'],
    ['ตำบลในเมือง อำเภอเมือง จังหวัดขอนแก่น', 'ในเมือง » เมืองขอนแก่น » ขอนแก่น 40000'],
    ['ในเมือง โคราช', 'ในเมือง » เมืองนครราชสีมา » นครราชสีมา 30000'],
    ['คลองเตย กทม.', 'คลองเตย » คลองเตย » กรุงเทพมหานคร 10110'],
    ['แขวงคลองเตยเขตคลองเตย', 'คลองเตย » คลองเตย » กรุงเทพมหานคร 10110'],
    ['khlong toei bangkok', 'คลองเตย » คลองเตย » กรุงเทพมหานคร 10110'],
  ])('%s finds %s first', (text, expected) => {
    expect(row(places.search(text, 10)[0])).toBe(expected)
  })

  it('puts exact names before beginnings, and those before names inside', () => {
    const found = places.search('บางรัก', 50)
    expect(found[0]?.subdistrict).toBe('บางรัก')
    const kinds = found.map((p) =>
      [p.subdistrict, p.district, p.province].includes('บางรัก')
        ? 0
        : [p.subdistrict, p.district, p.province].some((n) => n.startsWith('บางรัก'))
          ? 1
          : 2,
    )
    expect(kinds).toEqual([...kinds].sort())
  })

  it('searches from the first character and by half a postcode', () => {
    expect(places.search('ก', 20)).toHaveLength(20)
    expect(places.search('105', 500).every((p) => p.postcode.startsWith('105'))).toBe(true)
    expect(places.search('105', 500).length).toBeGreaterThan(20)
  })

  it('knows everyday names', () => {
    expect(places.search('แปดริ้ว', 5).map((p) => p.province)).toEqual(Array(5).fill('ฉะเชิงเทรา'))
    expect(places.search('พัทยา', 5)[0]?.district).toBe('บางละมุง')
    expect(places.search('เมืองคอน', 5)[0]?.province).toBe('นครศรีธรรมราช')
  })

  it('a level word restricts to that level', () => {
    expect(places.search('จ.ขอนแก่น', 3000).every((p) => p.province === 'ขอนแก่น')).toBe(true)
  })

  it('finds nothing for nothing and for nonsense', () => {
    expect(places.search('', 5)).toEqual([])
    expect(places.search('ฮฮฮฮ', 5)).toEqual([])
    expect(places.search('บางแก้ว เชียงใหม่', 5)).toEqual([])
  })
})

describe('matching the columns of an import', () => {
  it.each([
    [{ subdistrict: 'ต.บางแก้ว', district: 'อ.บางพลี', province: 'จ.สมุทรปราการ' }, ['110302']],
    [{ subdistrict: 'ในเมือง', district: 'เมือง', province: 'ขอนแก่น' }, ['400101']],
    [{ subdistrict: 'คลองเตย', province: 'กทม.' }, ['103301']],
    [{ subdistrict: 'Khlong Toei', province: 'Bangkok' }, ['103301']],
    [{ subdistrict: 'บางแก้ว', province: 'เชียงใหม่' }, []],
    [{}, []],
  ])('%j', (query, codes) => {
    expect(places.match(query).map((p) => p.code)).toEqual(codes)
  })

  it('forgives a misspelling when nothing fits exactly', () => {
    expect(
      places.match({ subdistrict: 'วังบูรพาพิรม', province: 'กทม' }).length +
        places.match({ subdistrict: 'คลองเตย', district: 'คลองเต้ย' }).length,
    ).toBeGreaterThan(0)
  })
})
