import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readZipDirectory } from '../../server/sheets/zip-directory.ts'
import { unpackWhole } from '../../server/sheets/zip-part.ts'
import { company, TestOffice } from '../support/test-office.ts'

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
