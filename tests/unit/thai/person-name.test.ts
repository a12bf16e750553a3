import { describe, expect, it } from 'vitest'
import { formatPersonName, parsePersonName, TITLES } from '../../../core/thai/person-name.ts'

describe('names of people', () => {
  it.each([
    ['นางสาวกมลชน ใจดี (น้องแนน)', 'นางสาว', 'กมลชน', 'ใจดี', 'แนน'],
    ['น.ส.กมลชน ใจดี', 'นางสาว', 'กมลชน', 'ใจดี', undefined],
    ['น.ส. กมลชน ใจดี', 'นางสาว', 'กมลชน', 'ใจดี', undefined],
    ['นายสมชาย (ต้น) รักไทย', 'นาย', 'สมชาย', 'รักไทย', 'ต้น'],
    ['คุณวิชัย', 'คุณ', 'วิชัย', undefined, undefined],
    ['คุณ สมชาย  รักไทย', 'คุณ', 'สมชาย', 'รักไทย', undefined],
    ['นางกัญญา ณ อยุธยา', 'นาง', 'กัญญา', 'ณ อยุธยา', undefined],
    ['ชวลิต รักไทย ณ ระนอง', undefined, 'ชวลิต', 'รักไทย ณ ระนอง', undefined],
    ['เด็กชายภูผา ใจดี', 'เด็กชาย', 'ภูผา', 'ใจดี', undefined],
    ['ด.ญ.ใบเตย ใจดี', 'เด็กหญิง', 'ใบเตย', 'ใจดี', undefined],
    ['ผศ.ดร.สมศรี เก่งกาจ', 'ผศ.ดร.', 'สมศรี', 'เก่งกาจ', undefined],
    ['ผศ. ดร. สมศรี เก่งกาจ', 'ผศ.ดร.', 'สมศรี', 'เก่งกาจ', undefined],
    ['ดร.สมศรี เก่งกาจ', 'ดร.', 'สมศรี', 'เก่งกาจ', undefined],
    ['พ.ต.อ.กล้า หาญศึก', 'พ.ต.อ.', 'กล้า', 'หาญศึก', undefined],
    ['พันตำรวจเอก กล้า หาญศึก', 'พ.ต.อ.', 'กล้า', 'หาญศึก', undefined],
    ['ว่าที่ ร.ต.หญิง สมใจ ดีงาม', 'ว่าที่ ร.ต.หญิง', 'สมใจ', 'ดีงาม', undefined],
    ['ว่าที่ร้อยตรีสมใจ ดีงาม', 'ว่าที่ ร.ต.', 'สมใจ', 'ดีงาม', undefined],
    ['ม.ร.ว.ถนัดศรี สวัสดิวัตน์', 'ม.ร.ว.', 'ถนัดศรี', 'สวัสดิวัตน์', undefined],
    ['อ.สมหมาย ใจดี', 'อาจารย์', 'สมหมาย', 'ใจดี', undefined],
    ['คุณหญิงสมศรี ใจดี', 'คุณหญิง', 'สมศรี', 'ใจดี', undefined],
    ['คุณหญิง', 'คุณ', 'หญิง', undefined, undefined],
    ['พลอย ใจดี', undefined, 'พลอย', 'ใจดี', undefined],
    ['นายิกา ใจดี', undefined, 'นายิกา', 'ใจดี', undefined],
    ['นางาม ใจดี', undefined, 'นางาม', 'ใจดี', undefined],
    ['คุณากร ใจดี', undefined, 'คุณากร', 'ใจดี', undefined],
    ['นพ ใจดี', undefined, 'นพ', 'ใจดี', undefined],
    ['นพ.ชัย ใจดี', 'นพ.', 'ชัย', 'ใจดี', undefined],
    ['นายก', undefined, 'นายก', undefined, undefined],
    ['สมชาย', undefined, 'สมชาย', undefined, undefined],
    ['Mr. Somchai Rakthai', 'Mr.', 'Somchai', 'Rakthai', undefined],
    ['Mrs Somsri Rakthai', 'Mrs.', 'Somsri', 'Rakthai', undefined],
    ['Khun Anne', 'Khun', 'Anne', undefined, undefined],
    ['K.Anne', 'Khun', 'Anne', undefined, undefined],
    ['คุณ John Smith', 'คุณ', 'John', 'Smith', undefined],
    ['Smith, John', undefined, 'John', 'Smith', undefined],
    ['Msomi Dlamini', undefined, 'Msomi', 'Dlamini', undefined],
    ['สมชาย รักไทย ชื่อเล่น ต้น', undefined, 'สมชาย', 'รักไทย', 'ต้น'],
    ['สมชาย (ฝ่ายบัญชี)', undefined, 'สมชาย', '(ฝ่ายบัญชี)', undefined],
    ['', undefined, '', undefined, undefined],
  ])('%s', (text, title, first, last, nick) => {
    const name = parsePersonName(text)
    expect([name.title, name.first, name.last, name.nick]).toEqual([title, first, last, nick])
  })

  it('takes every title of the list off a name it is glued to', () => {
    for (const titles of Object.values(TITLES)) {
      for (const title of titles) {
        const gap = /[A-Za-z]/.test(title) ? ' ' : ''
        expect(parsePersonName(`${title}${gap}สมชาย รักไทย`), title).toEqual({ title, first: 'สมชาย', last: 'รักไทย' })
      }
    }
  })

  it('writes names for lists, letters and tax papers', () => {
    const somchai = { title: 'นาย', first: 'สมชาย', last: 'รักไทย', nick: 'ต้น' }
    expect(formatPersonName(somchai, 'list')).toBe('คุณสมชาย (ต้น) รักไทย')
    expect(formatPersonName(somchai, 'polite')).toBe('คุณสมชาย')
    expect(formatPersonName(somchai, 'legal')).toBe('นายสมชาย รักไทย')
    expect(formatPersonName({ first: 'แอน' }, 'list')).toBe('คุณแอน')
    expect(formatPersonName({ title: 'พ.ต.อ.', first: 'กล้า', last: 'หาญศึก' }, 'polite')).toBe('พ.ต.อ.กล้า')
    expect(formatPersonName({ title: 'Mr.', first: 'John', last: 'Smith' }, 'legal')).toBe('Mr. John Smith')
    expect(formatPersonName({ first: 'John', last: 'Smith' }, 'list')).toBe('John Smith')
  })
})
