import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportRun } from '../../core/contract/imports.ts'
import { applyImport, checkImport, map, plannedRows, settled } from '../support/import-run.ts'
import { company, TestOffice } from '../support/test-office.ts'

describe('what the person decides about a file', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  const named = async (entity: string, text: string) =>
    (await office.owner.list(entity, { filter: { field: 'name', op: 'contains', value: text } })).rows

  it('holds for every word of a pick list: ours, a new one, or nothing', async () => {
    const text = 'ชื่อลูกค้า,เกรด\nร้านหนึ่งตัดสิน,VIP\nร้านสองตัดสิน,ดีมาก\nร้านสามตัดสิน,A\n'
    const run = await checkImport(office.owner, 'customer', 'เกรด.csv', text, (definition, uploaded) => ({
      columns: map(definition, uploaded, { เกรด: { values: { VIP: null, ดีมาก: '+', A: 'B' } } }),
    }))
    await applyImport(office.owner, run)
    const rows = await named('customer', 'ตัดสิน')
    const label = (key: unknown) =>
      office.owner
        .session()
        .then((session) => session.choices.find((choice) => choice.list === 'grade' && choice.key === key)?.labelTh)
    const grades = Object.fromEntries(
      await Promise.all(rows.map(async (row) => [row.title, row.grade === undefined ? undefined : await label(row.grade)])),
    )
    expect(grades).toEqual({ หนึ่งตัดสิน: undefined, สองตัดสิน: 'ดีมาก', สามตัดสิน: 'B' })
  })

  it('is refused, not passed over, where it names a field that is none', async () => {
    const uploaded = (await office.owner.upload('customer', 'ผิดช่อง.csv', 'ชื่อลูกค้า\nร้านผิดช่อง\n')).body as unknown as ImportRun
    const columns = [{ column: 0, target: 'name' }]
    const check = (change: object) =>
      office.owner.request('POST', `/api/imports/${uploaded.id}/check`, { ...uploaded.definition, columns, ...change })
    expect(await check({ columns: [...columns, { column: 0, target: 'nickname' }] })).toMatchObject({
      status: 422,
      body: { code: 'import.unknown_target', params: { target: 'nickname' } },
    })
    expect(await check({ match: ['grade'] })).toMatchObject({ status: 422, body: { params: { target: 'grade' } } })
    expect(await check({})).toMatchObject({ status: 200 })
    await settled(office.owner, uploaded.id)
  })

  it('two columns of telephone numbers make two numbers, and the same number stands once', async () => {
    const text = 'ชื่อลูกค้า,โทรศัพท์,มือถือ\nร้านสองเบอร์,02-000-1180,081-222-3333\nร้านเบอร์เดียว,081-222-4444,0812224444\n'
    await applyImport(office.owner, await checkImport(office.owner, 'customer', 'เบอร์.csv', text))
    const numbers = async (name: string) =>
      ((await named('customer', name))[0]?.phones as { e164: string }[] | undefined)?.map((phone) => phone.e164)
    expect(await numbers('สองเบอร์')).toEqual(['+6620001180', '+66812223333'])
    expect(await numbers('เบอร์เดียว')).toEqual(['+66812224444'])
  })

  it('a cell broken by Alt+Enter, and a card of two positions, give one line', async () => {
    const text = 'ชื่อลูกค้า,บริษัทแม่,หมายเหตุ\n"บริษัท ขึ้นบรรทัด\nจำกัด","บริษัทแม่\nสองบรรทัด","หนึ่ง\nสอง"\n'
    await applyImport(office.owner, await checkImport(office.owner, 'customer', 'บรรทัด.csv', text))
    expect((await named('customer', 'ขึ้นบรรทัด'))[0]).toMatchObject({ title: 'ขึ้นบรรทัด' })
    expect(await named('customer', 'สองบรรทัด')).toHaveLength(1)
    const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:ปู่สองหน้าที่\r\nORG:ร้านสองหน้าที่\r\nTITLE:ผู้จัดการ\r\nROLE:บัญชี\r\nEND:VCARD\r\n'
    await applyImport(office.owner, await checkImport(office.owner, 'contact', 'สองหน้าที่.vcf', card))
    expect((await named('contact', 'สองหน้าที่'))[0]?.customers).toMatchObject([{ position: 'ผู้จัดการ, บัญชี' }])
  })

  it('two of one name in a file are two, unless their rows are alike throughout', async () => {
    const text = 'ชื่อลูกค้า,จังหวัด\nโรงเรียนบ้านดง,เชียงใหม่\nโรงเรียนบ้านดง,ลำปาง\nโรงเรียนบ้านดง,ลำปาง\n'
    const run = await checkImport(office.owner, 'customer', 'โรงเรียน.csv', text)
    expect(run.definition.match).toEqual(['name'])
    expect(run.counts).toMatchObject({ add: 2, skip: 1 })
  })

  it('never guesses which of several of one name is meant: it says so, and takes the one that is like the row throughout', async () => {
    for (const provinceCode of ['50', '52'])
      await office.owner.create('customer', {
        name: company('บ้านน้ำ', 'school'),
        addresses: [{ id: 'a1', type: 'billing', province: provinceCode === '50' ? 'เชียงใหม่' : 'ลำปาง', provinceCode }],
      })
    const text = 'ชื่อลูกค้า,จังหวัด,LINE\nโรงเรียนบ้านน้ำ,ลำปาง,@baannam\nโรงเรียนบ้านน้ำ,ลำปาง,\n'
    const run = await checkImport(office.owner, 'customer', 'โรงเรียนซ้ำ.csv', text, () => ({ onMatch: 'fill' }))
    expect(run.counts).toMatchObject({ bad: 1, skip: 1, add: 0, update: 0 })
    expect((await plannedRows(office.owner, run, 'bad'))[0]?.reasons).toMatchObject([{ code: 'several_there' }])
  })

  it('a reference to a name that several bear is told, or left empty where the person says so', async () => {
    for (const code of ['X1', 'X2']) await office.owner.create('customer', { name: company('สองสาขาชื่อเดียว'), code })
    const text = 'ชื่อดีล,ลูกค้า\nปั๊ม,สองสาขาชื่อเดียว\nท่อ,X2\n'
    const check = (missingReferences: 'create' | 'empty') =>
      checkImport(office.owner, 'deal', 'อ้างชื่อ.csv', text, () => ({ missingReferences }))
    const refused = await check('create')
    expect(refused.counts).toMatchObject({ add: 1, bad: 1 })
    expect((await plannedRows(office.owner, refused, 'bad'))[0]?.reasons).toMatchObject([
      { code: 'several_references', field: 'customer', params: { value: 'สองสาขาชื่อเดียว' } },
    ])
    const emptied = await check('empty')
    expect((await plannedRows(office.owner, emptied, 'warn'))[0]?.reasons).toMatchObject([{ code: 'several_left_empty' }])
    await applyImport(office.owner, emptied)
    const x2 = (await office.owner.list('customer', { filter: { field: 'code', op: 'is', value: 'X2' } })).rows[0]?.id
    expect((await named('deal', 'ท่อ'))[0]).toMatchObject({ customer: x2 })
  })

  it('two people who share a telephone stay two, in the file and beside those that are there', async () => {
    await office.owner.create('contact', {
      name: { first: 'สมศรี', last: 'ใจดี' },
      phones: [{ id: 'p1', e164: '+6638111222', type: 'landline' }],
    })
    const text = 'ชื่อ,เบอร์โทร\nสมชาย ใจดี,038-111-222\nมานี ใจดี,038-111-222\nสมศรี ใจดี,038-111-222\n'
    const run = await checkImport(office.owner, 'contact', 'เบอร์ร่วม.csv', text, () => ({ match: ['phones'], onMatch: 'update' }))
    expect(run.counts).toMatchObject({ add: 1, warn: 1, skip: 1, bad: 0 })
    expect((await plannedRows(office.owner, run, 'warn'))[0]?.reasons).toMatchObject([
      { code: 'shares_with_row', field: 'phones', params: { line: 2 } },
    ])
  })

  it('a lead without a name is called after its company, and says so', async () => {
    const text = 'Contact Name,Company Name,Mobile\n,บจก. ฐานฎีกา,0812345678\n'
    const run = await checkImport(office.owner, 'lead', 'leads.csv', text)
    expect(run.counts).toMatchObject({ add: 1, bad: 0 })
    expect((await plannedRows(office.owner, run))[0]).toMatchObject({
      title: 'บจก. ฐานฎีกา',
      reasons: [{ code: 'named_by', params: { value: 'บจก. ฐานฎีกา' } }],
    })
  })

  it('deals without a name are called after what is sold, and foreign stages are guessed for the person to see', async () => {
    const run = await checkImport(
      office.owner,
      'deal',
      'ดีล.csv',
      'product,deal_stage\nปั๊มหอยโข่ง,Prospecting\nปั๊มบาดาล,Closed Won\n',
    )
    const pipeline = (await office.owner.session()).pipelines[0]
    const stage = (kind: string) => pipeline?.stages.find((candidate) => candidate.kind === kind)?.id
    expect(run.columns[1]?.mapping.values).toEqual({ Prospecting: stage('open'), 'Closed Won': stage('won') })
    expect((await plannedRows(office.owner, run)).map((row) => row.title)).toContain('ปั๊มหอยโข่ง')
  })

  it('what rows get that say nothing is for new records and never changes one that is there', async () => {
    const known = await office.owner.create('lead', {
      name: { first: 'ฝน' },
      status: 'contacting',
      emails: [{ id: 'e1', address: 'fon@example.com' }],
    })
    const text = 'Contact Name,Email,Notes\nฝน,fon@example.com,โทรกลับพรุ่งนี้\n'
    const run = await checkImport(office.owner, 'lead', 'เดิม.csv', text, () => ({
      match: ['emails'],
      onMatch: 'update',
      defaults: { status: 'new' },
    }))
    expect(run.counts).toMatchObject({ update: 1 })
    await applyImport(office.owner, run)
    expect(await office.owner.record('lead', known.id)).toMatchObject({ status: 'contacting', notes: 'โทรกลับพรุ่งนี้' })
  })

  it('bad rows can be left out at the last moment, after the check showed them', async () => {
    const run = await checkImport(office.owner, 'customer', 'เสีย.csv', 'ชื่อลูกค้า,เบอร์โทร\nร้านดีแน่,081-555-7777\nร้านเสีย,08100099\n')
    expect(run.counts).toMatchObject({ add: 1, bad: 1 })
    expect((await office.owner.request('POST', `/api/imports/${run.id}/apply`, {})).status).toBe(422)
    await office.owner.post(`/api/imports/${run.id}/apply`, { skipBadRows: true })
    expect((await settled(office.owner, run.id)).state).toBe('done')
    expect(await named('customer', 'ดีแน่')).toHaveLength(1)
  })

  describe('a row that has become impossible since the check', () => {
    const rows = ['ก', 'ข', 'ค'].map((name, at) => `ร้านรหัสชน${name},${at}`)
    const overtaken = async (prefix: string, skipBadRows: boolean) => {
      const text = `ชื่อลูกค้า,รหัสลูกค้า\n${rows.map((row) => row.replace(',', `${prefix},${prefix}-`)).join('\n')}\n`
      const run = await checkImport(office.owner, 'customer', `${prefix}.csv`, text, () => ({ skipBadRows, match: [] }))
      expect(run.counts).toMatchObject({ add: 3 })
      await office.owner.create('customer', { name: company('มาก่อน'), code: `${prefix}-1` })
      await office.owner.post(`/api/imports/${run.id}/apply`)
      return settled(office.owner, run.id)
    }

    it('is left out where bad rows may be, and the rows beside it come in whole', async () => {
      expect(await overtaken('SKIP', true)).toMatchObject({ state: 'done', counts: { add: 3, bad: 1 } })
      const titles = (await named('customer', 'รหัสชน')).map((row) => row.title)
      expect(titles.toSorted()).toEqual(['รหัสชนกSKIP', 'รหัสชนคSKIP'])
    })

    it('takes the whole import back where they may not, and says which row it was', async () => {
      expect(await overtaken('STOP', false)).toMatchObject({
        state: 'failed',
        error: { code: 'record.duplicate', params: { line: 3 } },
      })
      expect(await named('customer', 'STOP')).toEqual([])
    })
  })
})

describe('the bin', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  it('shows what was deleted last first, and who did it', async () => {
    const ids: string[] = []
    for (const name of ['ก่อน', 'หลัง']) ids.push((await office.owner.create('customer', { name: company(name) })).id)
    for (const id of [...ids].reverse()) {
      await office.owner.post('/api/records/customer/delete', { ids: [id] })
      office.now = new Date(office.now.getTime() + 60_000)
    }
    const { rows } = await office.owner.list('customer', { bin: true, sort: { field: 'deletedAt', desc: true } })
    expect(rows.map((row) => [row.id, row.deletedBy])).toEqual(ids.map((id) => [id, office.owner.id]))
  })
})
