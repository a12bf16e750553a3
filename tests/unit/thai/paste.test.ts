import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePaste } from '../../../core/thai/paste.ts'
import { createPlaces, type PlaceTable } from '../../../core/thai/places.ts'

const table = JSON.parse(readFileSync(new URL('../../../resources/addresses/places.json', import.meta.url), 'utf8')) as PlaceTable
const places = createPlaces(table)
const read = (text: string) => parsePaste(text, places)

describe('a block pasted from a chat', () => {
  it('takes apart a person with nickname, address, telephone and LINE', () => {
    const pasted = read(
      'นางสาวมาลี สุขใจ (น้องมด)\n12/5 หมู่ 3 ซ.ลาดพร้าว 80 ถ.ลาดพร้าว แขวงวังทองหลาง เขตวังทองหลาง กทม. 10310\nโทร 089-765-4321 Line ID: mod_ml',
    )
    expect(pasted).toMatchObject({
      people: [{ title: 'นางสาว', first: 'มาลี', last: 'สุขใจ', nick: 'มด' }],
      phones: [{ e164: '+66897654321' }],
      lineId: 'mod_ml',
      address: {
        houseNo: '12/5',
        moo: '3',
        soi: 'ลาดพร้าว 80',
        road: 'ลาดพร้าว',
        subdistrict: 'วังทองหลาง',
        district: 'วังทองหลาง',
        postcode: '10310',
      },
      leftover: [],
      warnings: [],
    })
  })

  it('takes apart a company with tax number, extension, fax, e-mail and contact', () => {
    const pasted = read(
      'บริษัท เจริญรุ่ง การค้า จำกัด (สำนักงานใหญ่)\nเลขที่ 9 หมู่ที่ 1 ถนนเทพารักษ์ ต.บางแก้ว อ.บางพลี จ.สมุทรปราการ 10540\nเลขประจำตัวผู้เสียภาษี 0107544000108 โทร. 02-765-4321 ต่อ 11 แฟกซ์ 02-765-4322 email: Buy@Example.co.th\nติดต่อ คุณวีระ',
    )
    expect(pasted).toMatchObject({
      company: { form: 'limited', name: 'เจริญรุ่ง การค้า' },
      branch: '00000',
      taxId: '0107544000108',
      phones: [{ e164: '+6627654321', ext: '11' }],
      faxes: [{ e164: '+6627654322' }],
      emails: ['buy@example.co.th'],
      people: [{ title: 'คุณ', first: 'วีระ' }],
      address: { houseNo: '9', moo: '1', road: 'เทพารักษ์', subdistrict: 'บางแก้ว', district: 'บางพลี', province: 'สมุทรปราการ' },
      leftover: [],
    })
  })

  it('reads Thai digits, อ.เมือง and a country code', () => {
    const pasted = read('หจก.รุ่งเรืองการไฟฟ้า สาขาที่ 3\n๕๕/๖ ม.๒ ตำบลในเมือง อำเภอเมือง จังหวัดขอนแก่น ๔๐๐๐๐\n+66 89 123 4567')
    expect(pasted).toMatchObject({
      company: { form: 'limited-partnership', name: 'รุ่งเรืองการไฟฟ้า' },
      branch: '00003',
      phones: [{ e164: '+66891234567' }],
      address: {
        houseNo: '55/6',
        moo: '2',
        subdistrict: 'ในเมือง',
        district: 'เมืองขอนแก่น',
        province: 'ขอนแก่น',
        postcode: '40000',
      },
      leftover: [],
    })
  })

  it('reads a labelled name, a village and a telephone behind the postcode', () => {
    const pasted = read('ชื่อ มานะ ใจกล้า\n45/7 หมู่บ้านสวนสุข ซอย 9 ต.บางกรวย อ.บางกรวย นนทบุรี 11130 0861112233')
    expect(pasted).toMatchObject({
      people: [{ first: 'มานะ', last: 'ใจกล้า' }],
      phones: [{ e164: '+66861112233' }],
      address: {
        houseNo: '45/7',
        building: 'หมู่บ้านสวนสุข',
        soi: '9',
        subdistrict: 'บางกรวย',
        province: 'นนทบุรี',
        postcode: '11130',
      },
      leftover: [],
    })
  })

  it('reads an address without any label, all in one line', () => {
    const pasted = read('คุณหนึ่ง 0953334444 ส่งที่ 8 ถ.ห้วยแก้ว สุเทพ เมืองเชียงใหม่ เชียงใหม่ 50200')
    expect(pasted).toMatchObject({
      people: [{ first: 'หนึ่ง' }],
      phones: [{ e164: '+66953334444' }],
      address: { houseNo: '8', road: 'ห้วยแก้ว', subdistrict: 'สุเทพ', district: 'เมืองเชียงใหม่', province: 'เชียงใหม่' },
      leftover: [],
    })
  })

  it('reads a shop and keeps พัทยา for the reader', () => {
    const pasted = read('ร้านกาแฟใจดี 15 ถ.สุขุมวิท พัทยา บางละมุง ชลบุรี 20150 โทร 038-765432')
    expect(pasted).toMatchObject({
      company: { form: 'shop', name: 'กาแฟใจดี' },
      phones: [{ e164: '+6638765432' }],
      address: { houseNo: '15', road: 'สุขุมวิท', district: 'บางละมุง', province: 'ชลบุรี', postcode: '20150' },
      leftover: ['พัทยา'],
    })
  })

  it('reads an English block', () => {
    const pasted = read(
      'ABC Trading Co., Ltd.\n99 Sukhumvit Road, Khlong Toei, Khlong Toei, Bangkok 10110\nTel 02-123-4567 Fax 02-123-4568\nContact: Mr. John Smith john@example.co.th',
    )
    expect(pasted).toMatchObject({
      company: { form: 'limited', name: 'ABC Trading' },
      people: [{ title: 'Mr.', first: 'John', last: 'Smith' }],
      phones: [{ e164: '+6621234567' }],
      faxes: [{ e164: '+6621234568' }],
      emails: ['john@example.co.th'],
      address: { houseNo: '99', road: 'Sukhumvit', subdistrict: 'คลองเตย', postcode: '10110' },
    })
  })

  it('reads a whole LINE message: branch, person, position, and what is only a question stays over', () => {
    const pasted = read(
      'หจก.กตัญญูค้าวัสดุ (สาขา 2)\n0-1035-99000-02-5\nติดต่อ คุณณัฐฐินันท์ ปั้นสุข (ปุ๊กกี้) จัดซื้อ\nโทร 02 000 1180-2 ไลน์ pukky.kty\nส่งของ 88/7 ม.4 ต.บางพลีใหญ่ อ.บางพลี สป 10540\nฝากถามเรื่องมอเตอร์ 2 แรง มีของพร้อมส่งไหมคะ\nขอบคุณค่ะ',
    )
    expect(pasted).toMatchObject({
      company: { form: 'limited-partnership', name: 'กตัญญูค้าวัสดุ' },
      branch: '00002',
      taxId: '0103599000025',
      people: [{ title: 'คุณ', first: 'ณัฐฐินันท์', last: 'ปั้นสุข', nick: 'ปุ๊กกี้' }],
      position: 'จัดซื้อ',
      lineId: 'pukky.kty',
      address: { houseNo: '88/7', moo: '4', subdistrict: 'บางพลีใหญ่', province: 'สมุทรปราการ', postcode: '10540' },
      leftover: ['ฝากถามเรื่องมอเตอร์ 2 แรง มีของพร้อมส่งไหมคะ'],
    })
    const marked = pasted.marks.map(({ start, end, as }) => [as, pasted.text.slice(start, end)])
    expect(marked).toContainEqual(['address', '88/7 ม.4 ต.บางพลีใหญ่ อ.บางพลี สป 10540'])
    expect(marked).toContainEqual(['position', 'จัดซื้อ'])
    expect(marked.at(-1)).toEqual(['greeting', 'ขอบคุณค่ะ'])
  })

  it('reads business cards in Thai and in English, with a name alone on its line', () => {
    expect(
      read(
        'สมชาย รักงาน\nผู้จัดการฝ่ายขาย\nบริษัท ไทยเจริญกิจ จำกัด\n99/1 ซอยลาดพร้าว 101 แขวงคลองจั่น เขตบางกะปิ กรุงเทพฯ 10240\nTel. 02-123-4567 ต่อ 12 F. 02-123-4568 M: 081-234-5678\nwww.thaicharoen.co.th',
      ),
    ).toMatchObject({
      people: [{ first: 'สมชาย', last: 'รักงาน' }],
      position: 'ผู้จัดการฝ่ายขาย',
      company: { name: 'ไทยเจริญกิจ' },
      phones: [{ e164: '+6621234567', ext: '12' }, { e164: '+66812345678' }],
      faxes: [{ e164: '+6621234568' }],
      website: 'https://www.thaicharoen.co.th',
      leftover: [],
    })
    expect(read('Somchai Rakngan\nPurchasing Manager\nThai Charoen Co., Ltd.\nM: 081 234 5678')).toMatchObject({
      people: [{ first: 'Somchai', last: 'Rakngan' }],
      position: 'Purchasing Manager',
      company: { name: 'Thai Charoen' },
      leftover: [],
    })
  })

  it('takes quantities and prices for no address, and a nickname with a word for kin for a person', () => {
    const pasted = read('สวัสดีค่ะ สนใจแอร์ 18000 2 ตัว\nน้องเมย์ 0891234567')
    expect(pasted).toMatchObject({ address: {}, leftover: ['สนใจแอร์ 18000 2 ตัว'], people: [{ first: 'เมย์' }] })
  })

  it('keeps a formula as the text it is', () => {
    const formula = '=HYPERLINK("http://evil.example","คลิก")'
    expect(read(`${formula}\nคุณแดง 0812345678`)).toMatchObject({ leftover: [formula], people: [{ first: 'แดง' }] })
  })

  it('warns of a labelled tax number with a wrong check digit and takes no other 13 digits for one', () => {
    expect(read('เลขประจำตัวผู้เสียภาษี 0107544000109')).toMatchObject({ taxId: '0107544000109', warnings: ['tax_id_checksum'] })
    const parcel = read('พัสดุ 9999999999999')
    expect(parcel.taxId).toBeUndefined()
    expect(parcel.leftover.join(' ')).toContain('9999999999999')
  })

  it('says where each field came from and drops nothing', () => {
    const words = [
      'คุณแดง',
      '081-234-5678',
      'ต.บางแก้ว',
      'อ.บางพลี',
      '10540',
      'ฝากป้อม',
      'a@b.co',
      'ด่วนมาก',
      'ร้านดอกไม้',
      '99/1',
      'LINE: daeng99',
      'ซ.3',
      '\n',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 9 }), (picked) => {
        const pasted = read(picked.join(' '))
        const kept = [...pasted.sources.map((source) => source.fragment), ...pasted.leftover].join(' ')
        const inOrder = pasted.marks.every(({ start }, at) => start >= (pasted.marks[at - 1]?.end ?? 0))
        return inOrder && picked.every((word) => kept.includes(word.trim()))
      }),
      { numRuns: 500 },
    )
    expect(read('')).toMatchObject({ people: [], phones: [], leftover: [], address: {} })
  })
})
