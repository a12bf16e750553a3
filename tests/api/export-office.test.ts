import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readZipDirectory } from '../../server/sheets/zip-directory.ts'
import { unpackWhole } from '../../server/sheets/zip-part.ts'
import { company, TestOffice, TOKEN } from '../support/test-office.ts'

const CUSTOMERS = 1_234

describe('the whole office in open formats', () => {
  let office: TestOffice
  let folder: string
  const texts = new Map<string, string>()

  beforeAll(async () => {
    office = await TestOffice.open()
    const { container } = office
    const ctx = await container.office.contextOf(office.owner.id, 'th')
    for (let from = 0; from < CUSTOMERS; from += 200)
      await container.office.writeAlone(async (tx) => {
        for (let at = from; at < Math.min(from + 200, CUSTOMERS); at += 1)
          await container.office.writer.create(ctx, tx, 'customer', { name: company(`ร้านที่ ${at}`) })
      })
    folder = await mkdtemp(join(tmpdir(), 'samphan-whole-'))
    const path = join(folder, 'office.zip')
    const { body } = await office.owner.request<Buffer>('POST', '/api/export/office', {})
    await writeFile(path, body)
    const file = await open(path)
    for (const entry of await readZipDirectory(file, body.length))
      if (!entry.name.endsWith('.xlsx')) texts.set(entry.name, (await unpackWhole(path, entry, 2 ** 27)).toString())
    await file.close()
  })
  afterAll(async () => {
    await office.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('holds every record once, as it is stored and as a table', () => {
    const lines = (texts.get('json/customer.jsonl') ?? '').trimEnd().split('\n')
    const names = lines.map((line) => (JSON.parse(line) as { title_text: string }).title_text)
    expect(new Set(names).size).toBe(CUSTOMERS)
    expect(names).toHaveLength(CUSTOMERS)
    expect((texts.get('customer.csv') ?? '').trimEnd().split('\r\n')).toHaveLength(CUSTOMERS + 1)
  })

  it('holds what the office set up', () => {
    const { pipelines, choices } = JSON.parse(texts.get('json/configuration.json') ?? '{}') as Record<string, object>
    expect(pipelines).not.toEqual([])
    expect(choices).toBeDefined()
  })
})

describe('an attachment that the disk damaged', () => {
  it('is left out of the export and named in it, never written as if it were whole', async () => {
    const office = await TestOffice.open()
    const folder = await mkdtemp(join(tmpdir(), 'samphan-whole-'))
    const attach = async (name: string, text: string) => {
      const form = `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${text}\r\n--x--\r\n`
      const { body } = await office.owner.request<{ sha256: string }>('POST', '/api/files', form, {
        'content-type': 'multipart/form-data; boundary=x',
      })
      await office.owner.create('customer', { name: company(`ร้านของ ${name}`), files: [body] })
      return body.sha256
    }
    try {
      const kept = await attach('contract.txt', 'สัญญา')
      expect((await exported(office, folder)).leftOut).toBeUndefined()
      const [changed, gone] = [await attach('order.txt', 'สั่งซื้อ 40 เส้น'), await attach('photo.txt', 'รูป')]
      const pathOf = (sha256: string) => join(office.folder, 'data', 'files', sha256.slice(0, 2), sha256)
      await writeFile(pathOf(changed), 'สั่งซื้อ 10 เส้น')
      await rm(pathOf(gone))
      const { names, leftOut, told } = await exported(office, folder)
      expect(leftOut).toBe('2')
      expect(names.filter((name) => name.startsWith('files/')).sort()).toEqual([`files/${kept}`, 'files/ไฟล์ที่เสีย.txt'].sort())
      expect(told).toContain(`order.txt · ลูกค้า ร้านของ order.txt · ${changed}`)
      expect(told).toContain(`photo.txt · ลูกค้า ร้านของ photo.txt · ${gone}`)
      expect(told).not.toContain('contract.txt')
    } finally {
      await office.close()
      await rm(folder, { recursive: true, force: true })
    }
  })

  /** The export’s file names, what the window is told, and the text that names what is missing. */
  async function exported(office: TestOffice, folder: string) {
    const reply = await office.app.inject({
      method: 'POST',
      url: '/api/export/office',
      headers: { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN, 'accept-language': 'th' },
      payload: {},
    })
    const path = join(folder, 'office.zip')
    await writeFile(path, reply.rawPayload)
    const file = await open(path)
    const entries = await readZipDirectory(file, reply.rawPayload.length)
    await file.close()
    const text = entries.find(({ name }) => name.endsWith('.txt'))
    const told = text && (await unpackWhole(path, text, 2 ** 20)).toString()
    return { names: entries.map(({ name }) => name), leftOut: reply.headers['x-samphan-left-out'], told }
  }
})
