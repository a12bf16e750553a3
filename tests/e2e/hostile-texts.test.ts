import type { APIRequestContext, Page } from '@playwright/test'
import type { EntityDef } from '../../core/entities/entity.ts'
import { ENTITIES } from '../../core/entities/registry.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { addresses, ROUTES, settle, withBase } from './support/addresses.ts'
import { foundOffice } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const RUN = 'window.ran=(window.ran||0)+1'
/** What a text does that a page takes for more than a text. */
const TEXTS = [
  `<img src=x onerror="${RUN}">`,
  `"'><svg/onload=${RUN}><b onmouseover='${RUN}'>`,
  `</title></style></textarea></script><script>${RUN}</script>`,
  `<a href="javascript:${RUN}">ก</a><iframe srcdoc="<script>parent.${RUN}</script>">`,
  `\u202e{{count}} $t(action.close) \${${RUN}} <math><mtext></mtext><mglyph><style><img src=x onerror=${RUN}>`,
]

/** A value that bears the text in a field of this kind; undefined where none can. */
function hostile({ kind, max }: FieldDef, text: string): unknown {
  const short = text.slice(0, 60)
  if (kind === 'partyName') return { type: 'company', form: 'limited', name: text, nick: text.slice(0, 100) }
  if (kind === 'personName') return { first: text, last: text, nick: short, title: text.slice(0, 40) }
  if (kind === 'text' || kind === 'longText') return text.slice(0, max)
  if (kind === 'tags') return [short]
  if (kind === 'phones') return [{ id: 'p1', e164: '+66812345678', note: text.slice(0, 120), type: text.slice(0, 40) }]
  if (kind === 'addresses') return [{ id: 'a1', text, road: text.slice(0, 120), type: text.slice(0, 40) }]
  return undefined
}

/** Writes a text into whatever people name or write. Returns the addresses of the records that bear it. */
async function plant(api: APIRequestContext, text: string): Promise<string[]> {
  const send = async (method: 'post' | 'put', path: string, data: object): Promise<{ id: string }> => {
    const reply = await api[method](path, { data })
    expect(reply.ok(), `${path} ${await reply.text()}`).toBe(true)
    return (await reply.json()) as { id: string }
  }
  const label = text.slice(0, 40)
  const words = { labelTh: label, labelEn: label, kind: 'text', filterable: true }
  const field = (await send('put', '/api/fields/customer', words)) as unknown as { key: string }
  const definition = { entity: 'customer', groups: [{ field: 'type' }], measure: { kind: 'count' }, chart: 'bar' }
  const report = await send('post', '/api/reports', { name: label, shared: true, definition })
  await send('post', '/api/dashboards', { name: label, sharedWith: 'all', columns: [[report.id]] })
  await send('post', '/api/views/customer', { name: label, shared: true, definition: {} })
  await send('put', '/api/company', { name: text.slice(0, 100), nameEn: label, taxId: '', branch: '', phone: '', address: label })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script></svg>`
  const name = `${text.replaceAll(/[\\/:*?"<>|]/g, '')}.svg`
  const file = { name, mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }
  const uploaded = (await (await api.post('/api/files', { multipart: { file } })).json()) as { sha256: string }
  const files = [{ id: 'f1', sha256: uploaded.sha256, name: text.slice(0, 150), size: svg.length, type: 'image/svg+xml' }]

  const at: string[] = []
  const ids = new Map<string, string>()
  for (const { key, fields } of ENTITIES as readonly EntityDef[]) {
    const values: Record<string, unknown> = Object.fromEntries(
      fields.flatMap((each) => {
        const value = each.derived || each.key === 'code' || each.unlogged ? undefined : hostile(each, text)
        return value === undefined ? [] : [[each.key, value]]
      }),
    )
    const customer = ids.get('customer')
    if (key === 'customer') Object.assign(values, { files, [field.key]: text })
    if (key === 'contact') values.customers = [{ id: 'l1', to: customer, note: text, position: text.slice(0, 120) }]
    if (key === 'deal') values.customer = customer
    if (key === 'activity') Object.assign(values, { type: 'task', about: [{ entity: 'customer', id: customer }] })
    const { id } = await send('post', `/api/records/${key}`, { values })
    ids.set(key, id)
    at.push(`/records/${key}/${id}`)
  }
  return at
}

const ran = (page: Page) => page.evaluate(() => (window as { ran?: number }).ran)

test('a text stays a text on every screen, whatever it says: no script runs, nothing is fetched from elsewhere', async ({
  page,
  office,
  complaints,
}) => {
  test.setTimeout(600_000)
  await foundOffice(page)
  const api = withBase(page.context().request, office.address)
  const visits: string[] = []
  for (const text of TEXTS) visits.push(...(await plant(page.request, text)))
  for (const route of ROUTES) visits.push(...(await addresses(api, route)))
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== office.address) elsewhere.push(request.url())
  })
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => elsewhere.push(`a dialog: ${dialog.message()}`)))
  const frames: string[] = []
  for (const address of visits) {
    await page.goto(address)
    await settle(page)
    expect(await ran(page), address).toBeUndefined()
    if (page.frames().length > 1) frames.push(address)
  }
  expect([...elsewhere, ...frames, ...complaints]).toEqual([])
})
