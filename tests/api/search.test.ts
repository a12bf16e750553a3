import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company, type Person, phone, seller, TestOffice } from '../support/test-office.ts'

type Hits = {
  hits: { entity: string; rank: string; field: string; row: { id: string; title: string } }[]
  otherText?: string
  more: boolean
}

describe('searching', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
    const { owner } = office
    await owner.create('customer', {
      name: company('สยามการไฟฟ้า'),
      phones: [phone('+66812345678')],
      taxId: { number: '0107544000108', branch: '00000' },
      lineId: '@siam.fai',
    })
    await owner.create('customer', { name: company('ไฟ', 'shop'), needs: 'ชอบของแถม' })
    await owner.create('customer', { name: company('ไฟฟ้าเจริญ') })
    await owner.create('customer', { name: { type: 'person', title: 'นาย', first: 'สวัสดี', last: 'น้ำใจ', nick: 'ป้ำ' } })
    await owner.create('contact', { name: { first: 'ปิยะ', last: 'กตัญญูกุล', nick: 'ป้ำ' }, phones: [phone('+66200011180')] })
  })
  afterAll(() => office.close())

  const search = (text: string, more: object = {}) => office.owner.post<Hits>('/api/search', { text, ...more })
  const titles = async (text: string, entity = 'customer') =>
    (await search(text, { entities: [entity] })).hits.map((hit) => `${hit.rank}:${hit.row.title}`)

  it('finds names that only sound like the text, Thai for Latin letters too, after everything else', async () => {
    await office.owner.create('contact', { name: { first: 'สมชาย', last: 'รักไทย' } })
    await office.owner.create('customer', { name: company('สุริยาพาณิชย์') })
    for (const [text, title] of [
      ['Somchai', 'สมชาย รักไทย'],
      ['rakthai', 'สมชาย รักไทย'],
      ['ศมชาย รักไท', 'สมชาย รักไทย'],
      ['suriya phanit', 'สุริยาพาณิชย์'],
    ])
      expect((await search(text ?? '')).hits.at(-1), text).toMatchObject({ rank: 'soundsLike', row: { title } })
    const hits = (await search('สมชาย')).hits
    expect(hits.map((hit) => hit.rank)).toEqual(['prefix'])
  })

  it('finds by sound only what the reader may see', async () => {
    const noi = await office.person('หน่อย', seller('own-seller'))
    const dao = await office.person('ดาว', seller('nameless', ['customer.name']))
    const own = await noi.create('customer', { name: company('สุริยาพาณิชย์') })
    await office.owner.create('customer', { name: company('สุริยาพาณิช'), owner: dao.id })
    await office.owner.create('customer', { name: company('สุริยาพานิช') })
    const ids = async (person: Person) =>
      (await person.post<Hits>('/api/search', { text: 'suriya phanit' })).hits.map((hit) => hit.row.id)
    expect(await ids(noi)).toEqual([own.id])
    expect(await ids(dao)).toEqual([])
  })

  it('finds two characters inside Thai words, and ranks exact before prefix before inside', async () => {
    expect(await titles('ไฟ')).toEqual(['exact:ไฟ', 'prefix:ไฟฟ้าเจริญ', 'inside:สยามการไฟฟ้า'])
  })

  it('finds what was changed under its new words alone, whichever field it is', async () => {
    const { owner } = office
    const made = await owner.create('customer', { name: company('ร้านแก้ไข'), phones: [phone('+66855550001')], needs: 'พัดลม' })
    const { body } = await owner.update('customer', made.id, 1, { phones: [phone('+66855550002')], needs: 'เครื่องซัก' })
    await owner.update('customer', made.id, body.version, { grade: 'A' })
    for (const text of ['0855550001', 'พัดลม']) expect(await titles(text), text).toEqual([])
    for (const text of ['0855550002', 'เครื่องซัก'])
      expect(
        (await search(text)).hits.map((hit) => hit.row.id),
        text,
      ).toEqual([made.id])
  })

  it('finds one character, and nothing for what is not there', async () => {
    expect((await titles('ย')).length).toBeGreaterThan(0)
    expect(await titles('ฮฮ')).toEqual([])
    expect(await titles('   ')).toEqual([])
  })

  it('finds the last four digits of a phone, the whole of it as people type it, a tax id, a code and a LINE id, and says where', async () => {
    for (const [text, rank, field] of [
      ['5678', 'ending', 'phones'],
      ['081-234-5678', 'exact', 'phones'],
      ['๐๘๑๒๓๔', 'prefix', 'phones'],
      ['0107544000108', 'exact', 'taxId'],
      ['C-000001', 'exact', 'code'],
      ['siam.f', 'prefix', 'lineId'],
    ]) {
      expect((await search(text ?? '', { entities: ['customer'] })).hits[0], text).toMatchObject({
        rank,
        field,
        row: { title: 'สยามการไฟฟ้า' },
      })
    }
  })

  it('finds nicknames of customers and contacts in one box', async () => {
    expect((await search('ป้ำ')).hits.map((hit) => [hit.entity, hit.rank])).toEqual([
      ['customer', 'exact'],
      ['contact', 'exact'],
    ])
  })

  it('reads what was typed in the wrong keyboard layout, after what was typed', async () => {
    const found = await search('l;ylfu')
    expect(found.otherText).toBe('สวัสดี')
    expect(found.hits.map((hit) => hit.rank)).toEqual(['otherKeyboard'])
  })

  it('finds misordered marks, and what was renamed only under its new name', async () => {
    expect(await titles('นํ้าใจ')).toHaveLength(1)
    const made = await office.owner.create('customer', { name: company('ชื่อเก่ามาก') })
    await office.owner.update('customer', made.id, made.version, { name: company('ชื่อใหม่มาก') })
    expect(await titles('เก่ามาก')).toEqual([])
    expect(await titles('ใหม่มาก')).toHaveLength(1)
  })

  it('keeps to the filter of the list in which it is asked', async () => {
    const filter = { field: 'needs', op: 'notEmpty' }
    expect((await search('ไฟ', { entities: ['customer'], filter })).hits.map((hit) => hit.row.title)).toEqual(['ไฟ'])
  })

  it.each(['"', "' or 1=1 --", '*', 'NEAR(', '{normal} : x', '%', '_', '\u0000', 'ก'.repeat(200), '\ue003ไฟ'])(
    'takes %j as plain text',
    async (text) => {
      expect((await office.owner.request('POST', '/api/search', { text })).status).toBe(200)
    },
  )
})
