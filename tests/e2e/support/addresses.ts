import { readFileSync } from 'node:fs'
import { type APIRequestContext, expect, type Page } from '@playwright/test'

/** The addresses of the window as the router spells them, so that a new screen cannot be forgotten here. */
export const ROUTES = ['renderer/app/router.tsx', 'renderer/app/feature-routes.ts'].flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/path: '(\/[^']*)'/g)].map((match) => match[1] ?? ''),
)
const ENTITIES = ['customer', 'contact', 'lead', 'deal', 'activity']

async function firstId(request: APIRequestContext, entity: string): Promise<string> {
  const reply = await request.post(`/api/records/${entity}/list`, {
    data: { limit: 1, sort: { field: 'updatedAt', desc: true } },
  })
  return ((await reply.json()) as { rows: { id: string }[] }).rows[0]?.id ?? ''
}

/** Addresses to visit for a route: each entity's where it takes one. */
export async function addresses(request: APIRequestContext, route: string): Promise<string[]> {
  if (!route.includes('$')) return [route]
  if (route === '/records/$entity') return ENTITIES.map((entity) => `/records/${entity}`)
  if (route === '/records/$entity/$id')
    return Promise.all(ENTITIES.map(async (entity) => `/records/${entity}/${await firstId(request, entity)}`))
  if (route === '/import/$id') {
    const uploaded = await request.post('/api/imports/customer?name=a.csv', {
      headers: { 'content-type': 'application/octet-stream' },
      data: Buffer.from('ชื่อลูกค้า,เกรด\nร้านป้ำ,VIP\n'),
    })
    return [`/import/${((await uploaded.json()) as { id: string }).id}`]
  }
  if (route === '/reports/$id') {
    const kept = async (chart: string, groups: object[]) => {
      const definition = { entity: 'deal', groups, measure: { kind: 'sum', field: 'amount' }, chart }
      const reply = await request.post('/api/reports', { data: { name: `ยอดปั๊มน้ำ ${chart}`, shared: true, definition } })
      return `/reports/${((await reply.json()) as { id: string }).id}`
    }
    const month = { field: 'closedAt', by: 'month' }
    const [years, line] = [await kept('years', [month]), await kept('line', [month, { field: 'owner' }])]
    const columns = [[years.split('/').at(-1)], [line.split('/').at(-1)]]
    const page = await request.post('/api/dashboards', { data: { name: 'ประชุมป้ำ', sharedWith: 'all', columns } })
    // The page of tiles once more, now that there are some, and a page that is shared.
    return ['/reports/new', years, line, '/reports?page=own', `/reports?page=${((await page.json()) as { id: string }).id}`]
  }
  throw new Error(`no example address for ${route}: add one`)
}

/** Waits until a screen has its content. */
export async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('main').or(page.locator('main'))).toBeVisible()
  await expect(page.locator('.sp-skeleton')).toHaveCount(0)
  await page.waitForTimeout(300)
}

/** Playwright's own request context, with addresses relative to the office. */
export function withBase(request: APIRequestContext, base: string): APIRequestContext {
  return new Proxy(request, {
    get: (target, key) =>
      key === 'post' ? (path: string, options?: object) => target.post(base + path, options) : Reflect.get(target, key),
  })
}
