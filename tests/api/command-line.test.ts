import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestOffice } from '../support/test-office.ts'

describe('the command line', { timeout: 60_000 }, () => {
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

  function samphan(...args: string[]): Promise<{ code: number; out: string; err: string; json: Record<string, unknown> }> {
    return new Promise((resolve) => {
      execFile(process.execPath, ['server/cli.ts', ...args, '--data', join(office.folder, 'data')], (error, out, err) => {
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
    expect((await samphan('undo', 'nothing', '--json')).json).toMatchObject({ error: { code: 'record.not_found' } })
    expect((await samphan('import', bad, '--as', 'ghost')).err).not.toBe('')
  })
})
