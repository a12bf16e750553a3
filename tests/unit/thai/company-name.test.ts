import { describe, expect, it } from 'vitest'
import { coreName, formatCompanyName, looksLikeCompany, parseCompanyName, shortForm } from '../../../core/thai/company-name.ts'

describe('names of organisations', () => {
  it.each([
    ['บริษัท สยามรุ่งเรือง เทรดดิ้ง จำกัด (สำนักงานใหญ่)', 'limited', 'สยามรุ่งเรือง เทรดดิ้ง', '00000'],
    ['บริษัทสยามรุ่งเรืองจำกัด', 'limited', 'สยามรุ่งเรือง', undefined],
    ['บจก.สยามรุ่งเรือง', 'limited', 'สยามรุ่งเรือง', undefined],
    ['บจก สยามรุ่งเรือง', 'limited', 'สยามรุ่งเรือง', undefined],
    ['บ.สยามรุ่งเรือง จก.', 'limited', 'สยามรุ่งเรือง', undefined],
    ['บริษัท ปตท. จำกัด (มหาชน)', 'public', 'ปตท.', undefined],
    ['บมจ. ปตท.', 'public', 'ปตท.', undefined],
    ['ธนาคารกสิกรไทย จำกัด (มหาชน)', 'public', 'ธนาคารกสิกรไทย', undefined],
    ['หจก.เจริญการไฟฟ้า สาขาที่ 2', 'limited-partnership', 'เจริญการไฟฟ้า', '00002'],
    ['ห้างหุ้นส่วนจำกัด เจริญการไฟฟ้า', 'limited-partnership', 'เจริญการไฟฟ้า', undefined],
    ['ห้างหุ้นส่วนสามัญนิติบุคคล รุ่งเรือง', 'ordinary-partnership', 'รุ่งเรือง', undefined],
    ['ร้านน้ำดื่มใจดี', 'shop', 'น้ำดื่มใจดี', undefined],
    ['กิจการร่วมค้า เอบี', 'joint-venture', 'เอบี', undefined],
    ['สหกรณ์การเกษตรบ้านไผ่ จำกัด', 'cooperative', 'การเกษตรบ้านไผ่', undefined],
    ['มูลนิธิเด็ก', 'foundation', 'เด็ก', undefined],
    ['สมาคมไทย', 'association', 'ไทย', undefined],
    ['นิติบุคคลอาคารชุด ลุมพินี', 'condominium', 'ลุมพินี', undefined],
    ['โรงเรียนกาวิละวิทยาลัย', 'school', 'กาวิละวิทยาลัย', undefined],
    ['รพ.เชียงใหม่', 'hospital', 'เชียงใหม่', undefined],
    ['อบต.บางแก้ว', 'subdistrict-office', 'บางแก้ว', undefined],
    ['Siam Trading Co., Ltd.', 'limited', 'Siam Trading', undefined],
    ['SIAM TRADING CO.,LTD. (Head Office)', 'limited', 'SIAM TRADING', '00000'],
    ['Siam Trading Company Limited', 'limited', 'Siam Trading', undefined],
    ['PTT Public Company Limited', 'public', 'PTT', undefined],
    ['CP All PCL', 'public', 'CP All', undefined],
    ['Charoen Ltd., Part.', 'limited-partnership', 'Charoen', undefined],
    ['Charoen Limited Partnership', 'limited-partnership', 'Charoen', undefined],
    ['สยามรุ่งเรือง', undefined, 'สยามรุ่งเรือง', undefined],
    ['บริษัท', undefined, 'บริษัท', undefined],
  ])('%s is a %s called %s', (text, form, name, branch) => {
    const company = parseCompanyName(text)
    expect([company.form, company.name, company.branch]).toEqual([form, name, branch])
  })

  it.each([
    ['บจก.สยามรุ่งเรือง', 'บริษัท สยามรุ่งเรือง จำกัด'],
    ['บมจ.ปตท.', 'บริษัท ปตท. จำกัด (มหาชน)'],
    ['หจก.เจริญการไฟฟ้า สาขา 2', 'ห้างหุ้นส่วนจำกัด เจริญการไฟฟ้า (สาขาที่ 00002)'],
    ['ร้านน้ำดื่มใจดี', 'ร้านน้ำดื่มใจดี'],
    ['สหกรณ์การเกษตรบ้านไผ่ จำกัด', 'สหกรณ์การเกษตรบ้านไผ่ จำกัด'],
    ['ธนาคารกสิกรไทย จำกัด (มหาชน)', 'ธนาคารกสิกรไทย จำกัด (มหาชน)'],
    ['SIAM CO.,LTD', 'SIAM Co., Ltd.'],
    ['โรงเรียนกาวิละวิทยาลัย', 'โรงเรียนกาวิละวิทยาลัย'],
    ['คุณแอน', 'คุณแอน'],
  ])('%s prints as %s', (text, printed) => {
    const company = parseCompanyName(text)
    expect(formatCompanyName(company)).toBe(printed)
    expect(parseCompanyName(printed)).toEqual(company)
  })

  it.each([
    ['บริษัท สยามรุ่งเรือง (ประเทศไทย) จำกัด (สำนักงานใหญ่)', 'บจก.สยามรุ่งเรือง'],
    ['บริษัท ปตท. จำกัด (มหาชน)', 'บมจ ปตท'],
    ['Siam Trading (Thailand) Co., Ltd.', 'SIAM-TRADING CO.,LTD'],
    ['หจก. เจริญ การไฟฟ้า สาขาที่ 2', 'ห้างหุ้นส่วนจำกัดเจริญการไฟฟ้า'],
  ])('%s and %s are one company', (a, b) => {
    expect(coreName(a)).toBe(coreName(b))
    expect(coreName(a)).not.toBe('')
  })

  it('knows the short words and what is a company', () => {
    expect(shortForm('limited')).toBe('บจก.')
    expect(shortForm('shop')).toBeUndefined()
    expect(looksLikeCompany('หจก.เจริญการไฟฟ้า')).toBe(true)
    expect(looksLikeCompany('Siam Co., Ltd.')).toBe(true)
    expect(looksLikeCompany('คุณสมชาย รักไทย')).toBe(false)
    expect(looksLikeCompany('บุญมี มีบุญ')).toBe(false)
  })
})
