import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkImport } from '../support/import-run.ts'
import { TestOffice } from '../support/test-office.ts'

describe('the command line', { timeout: 120_000 }, () => {
  let office: TestOffice
  let folder: string

  beforeAll(async () => {
    office = await TestOffice.open()
    await office.stop()
    folder = await mkdtemp(join(tmpdir(), 'samphan-cli-'))
  })
  afterAll(async () => {
    await rm(office.folder, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  })

  const samphan = (...args: string[]) => samphanIn(join(office.folder, 'data'), ...args)

  function samphanIn(
    data: string,
    ...args: string[]
  ): Promise<{ code: number; out: string; err: string; json: Record<string, unknown> }> {
    return new Promise((resolve) => {
      execFile(process.execPath, ['server/cli.ts', ...args, '--data', data], (error, out, err) => {
        const text = out.trim()
        resolve({
          code: error ? Number(error.code) : 0,
          out: text,
          err,
          json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
        })
      })
    })
  }

  it('tries, imports, finds, exports, undoes, backs up and restores', async () => {
    const file = join(folder, 'ลูกค้า.csv')
    const map = join(folder, 'map.json')
    await writeFile(file, 'ร้าน,ใคร\nร้านลุงป้ำ,0812345678\nร้านเจ๊หมวย,0812345679\n')
    await writeFile(map, JSON.stringify({ ร้าน: 'name', ใคร: 'phones' }))
    expect((await samphan('import', file, '--as', 'customer', '--map', map, '--dry-run', '--json')).json).toMatchObject({
      applied: false,
      added: 2,
      failed: 0,
      batch: null,
    })
    const done = await samphan('import', file, '--as', 'customer', '--map', map, '--json')
    expect(done).toMatchObject({ code: 0, json: { applied: true, added: 2, updated: 0, skipped: 0, failed: 0, reasons: [] } })
    expect((await samphan('search', 'ป้ำ', '--json')).json).toMatchObject({
      hits: [{ entity: 'customer', title: 'ลุงป้ำ', field: 'name' }],
    })
    const backup = (await samphan('backup', '--json')).json as { file: string }
    const audit = (await samphan('audit', 'verify', '--json')).json as { holds: boolean; entries: number; head: string }
    expect(audit).toMatchObject({ holds: true, faults: [] })
    const other = `${audit.entries}:${audit.head.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`
    expect((await samphan('audit', 'verify', '--head', other, '--json')).json).toMatchObject({ holds: false })
    const csv = join(folder, 'out.csv')
    expect((await samphan('export', 'customer', '--to', csv, '--json')).json).toMatchObject({ rows: 2 })
    const text = await readFile(csv, 'utf8')
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(text).toContain('ลุงป้ำ')
    expect((await samphan('undo', done.json.batch as string, '--json')).json).toMatchObject({ undone: 2, kept: [] })
    expect((await samphan('search', 'ป้ำ', '--json')).json).toMatchObject({ hits: [] })
    expect((await samphan('restore', backup.file, '--json')).json).toMatchObject({ counts: { customer: 2 } })
    expect((await samphan('search', 'ป้ำ', '--json')).json).toMatchObject({ hits: [{ title: 'ลุงป้ำ' }] })
  })

  it('says what is wrong in words, or as JSON, and ends with a failure', async () => {
    const bad = join(folder, 'bad.csv')
    await writeFile(bad, 'ชื่อลูกค้า,เบอร์โทร\nร้านเสีย,0810\n')
    expect(await samphan('import', bad, '--as', 'customer', '--json')).toMatchObject({
      code: 1,
      json: { applied: false, failed: 1, reasons: [{ line: 2, reasons: [expect.stringContaining('โทรศัพท์')] }] },
    })
    expect(await samphan('import', join(folder, 'none.csv'), '--as', 'customer', '--json')).toMatchObject({
      code: 1,
      json: { error: { code: 'file.not_found' } },
    })
    expect((await samphan('undo', 'nothing', '--json')).json).toMatchObject({ error: { code: 'command.no_batch' } })
    expect(await samphan('restore', 'samphan-none', '--json')).toMatchObject({
      code: 1,
      json: { error: { code: 'command.no_backup', params: { name: 'samphan-none' } } },
    })
    // Excel holds the file it has open; a folder of that name cannot be written either.
    const taken = join(folder, 'taken.csv')
    await mkdir(taken)
    expect(await samphan('export', 'customer', '--to', taken, '--json')).toMatchObject({
      code: 1,
      json: { error: { code: 'command.folder' } },
    })
    expect((await samphan('import', bad, '--as', 'ghost')).err).not.toBe('')
  })

  it('ends with 2 and the way to say it, when the command itself is wrong', async () => {
    const file = join(folder, 'ร้าน.csv')
    const map = join(folder, 'wrong.json')
    await writeFile(file, 'ชื่อลูกค้า\nร้านดี\n')
    const wrong = async (...args: string[]) => {
      const { json } = await samphan(...args, '--json')
      return (json as { error: { code: string; params: Record<string, string> } }).error
    }
    expect(await wrong('fly')).toMatchObject({ code: 'command.unknown', params: { name: 'fly' } })
    expect((await samphan('fly')).code).toBe(2)
    expect((await samphan('import', file)).err).toContain('--as')
    expect(await wrong('search')).toMatchObject({ code: 'command.argument', params: { missing: 'TEXT' } })
    expect(await wrong()).toMatchObject({ code: 'command.missing' })
    expect(await wrong('import', file, '--match', '--as')).toMatchObject({ code: 'command.needs_value' })
    expect(await wrong('undo', 'x', '--wrong')).toMatchObject({ code: 'command.option', params: { option: '--wrong' } })
    expect(await wrong('import', file, '--as', 'customer', '--match', 'phone')).toMatchObject({
      code: 'command.value',
      params: { value: 'phone', allowed: expect.stringContaining('phones') },
    })
    expect(await wrong('export', 'customer', '--to', join(folder, 'out.pdf'))).toMatchObject({ code: 'command.value' })
    expect(await wrong('export', 'customer', '--to', join(folder, 'none', 'out.csv'))).toMatchObject({ code: 'command.folder' })
    await writeFile(map, '{ "ชื่อลูกค้า": "nickname" }')
    expect(await wrong('import', file, '--as', 'customer', '--map', map)).toMatchObject({
      code: 'command.value',
      params: { value: 'nickname' },
    })
    await writeFile(map, '{ "ชื่อร้าน": "name" }')
    expect(await wrong('import', file, '--as', 'customer', '--map', map)).toMatchObject({
      code: 'command.column',
      params: { columns: 'ชื่อลูกค้า' },
    })
    await writeFile(map, '{ name }')
    expect(await wrong('import', file, '--as', 'customer', '--map', map)).toMatchObject({ code: 'command.map' })
  })

  it('takes a map before its guesses: the field it names, and its words for what they become', async () => {
    const file = join(folder, 'ดีล.csv')
    const map = join(folder, 'words.json')
    const deals =
      'opportunity_id,product,account,deal_stage,close_value\nM1,GTXPro,บริษัทหนึ่ง,Prospecting,100\nM2,GTX Pro,บริษัทหนึ่ง,Engaging,100\n'
    await writeFile(file, deals)
    const words = { product: { target: 'product', values: { GTXPro: 'GTX Pro' } } }
    const asWritten = (value: object) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(JSON.stringify(value), 'utf16le')])
    await writeFile(map, asWritten({ ...words, deal_stage: { target: 'stage', values: { Prospecting: 'ไม่มีขั้นนี้' } } }))
    expect(await samphan('import', file, '--as', 'deal', '--map', map, '--json')).toMatchObject({
      code: 2,
      json: { error: { code: 'command.value', params: { value: 'ไม่มีขั้นนี้', allowed: expect.stringContaining('เสนอราคา') } } },
    })
    await writeFile(map, asWritten({ ...words, deal_stage: { target: 'stage', values: { Prospecting: 'เสนอราคา' } } }))
    expect((await samphan('import', file, '--as', 'deal', '--map', map, '--json')).json).toMatchObject({ added: 2, failed: 0 })
    const exported = join(folder, 'ดีล-ออก.csv')
    await samphan('export', 'deal', '--to', exported)
    const rows = (await readFile(exported, 'utf8')).split('\n').filter((row) => /M[12]/.test(row))
    expect(rows.map((row) => row.includes('GTX Pro') && !row.includes('GTXPro'))).toEqual([true, true])
    expect(rows.filter((row) => row.includes('เสนอราคา'))).toHaveLength(1)

    // A column that the map sends to the name leaves no second one there, wherever it stands in the file.
    const names = join(folder, 'ชื่อ.csv')
    await writeFile(names, 'ร้านของเรา,ชื่อลูกค้า\nชื่อที่ใช้จริง,ชื่อเก่า\n')
    await writeFile(map, JSON.stringify({ ร้านของเรา: 'name' }))
    expect((await samphan('import', names, '--as', 'customer', '--map', map, '--json')).json).toMatchObject({ added: 1 })
    expect((await samphan('search', 'ชื่อที่ใช้จริง', '--json')).json.hits).toHaveLength(1)
  })

  it('finishes an import that a kill cut off before it writes what there is to a file', async () => {
    const other = await TestOffice.open()
    const data = join(other.folder, 'data')
    try {
      const rows = Array.from({ length: 12_000 }, (_, at) => `ร้านค้าเลขที่ ${at}`)
      const run = await checkImport(other.owner, 'customer', 'มาก.csv', `ชื่อลูกค้า\n${rows.join('\n')}\n`, () => ({ match: [] }))
      await other.owner.post(`/api/imports/${run.id}/apply`)
      await other.container.imports.close()
      expect((await other.owner.post<{ count: number }>('/api/records/customer/count')).count).toBeLessThan(10_000)
      await other.stop()
      // A kill leaves no mark of a clean stop: the file is looked at first, which takes its time where it is large.
      const file = new Sqlite(join(data, 'samphan.db'))
      file.exec('create table ballast (it blob); insert into ballast values (zeroblob(400000000))')
      file.close()
      await rm(join(data, 'samphan.clean'))
      expect(await samphanIn(data, 'export', 'customer', '--to', join(folder, 'whole.csv'), '--json')).toMatchObject({
        json: { rows: 12_000 },
      })
    } finally {
      await rm(other.folder, { recursive: true, force: true })
    }
  })

  it('makes no new office of a mistyped folder', async () => {
    const nowhere = join(folder, 'nowhere')
    expect(await samphanIn(nowhere, 'search', 'x', '--json')).toMatchObject({
      code: 1,
      json: { error: { code: 'command.no_office', params: { folder: nowhere } } },
    })
    expect(existsSync(nowhere)).toBe(false)
  })

  it('leaves the data alone while the app has it open', async () => {
    const other = await TestOffice.open()
    try {
      expect(await samphanIn(join(other.folder, 'data'), 'search', 'x', '--json')).toMatchObject({
        code: 1,
        json: { error: { code: 'database.locked' } },
      })
    } finally {
      await other.close()
    }
  })
})
