import { expect, type Page } from '@playwright/test'
import { th as thai, type WordKey } from '../../../core/words/th.ts'

/** A word of the product in Thai, with its `{{places}}` filled. */
export function say(key: WordKey, params: Record<string, string | number> = {}): string {
  return thai[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
}

/** Answers the questions of the first run, so that a test can begin with an office that has an owner and nothing else. */
export async function foundOffice(page: Page): Promise<void> {
  const reply = await page.request.post('/api/setup', {
    data: { company: { name: 'ร้านฐานฎีกา' }, language: 'th', ownerName: 'แอน ใจดี', ownerNick: 'แอน' },
  })
  expect(reply.ok()).toBe(true)
}

/** Writes a record through the API. Returns its id. */
export async function addRecord(page: Page, entity: string, values: Record<string, unknown>): Promise<string> {
  const reply = await page.request.post(`/api/records/${entity}`, { data: { values } })
  expect(reply.ok(), await reply.text()).toBe(true)
  return ((await reply.json()) as { id: string }).id
}

/** Goes to an address and waits until its screen listens to the keyboard. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** A company with a name, a nickname and a phone. */
export const company = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: { type: 'company', form: 'limited', name, nick: more.nick },
  ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'nick')),
})

/** An open deal in the first stage of the first pipeline. Returns its id. */
export async function addDeal(page: Page, name: string, more: Record<string, unknown> = {}): Promise<string> {
  const session = (await (await page.request.get('/api/session')).json()) as {
    pipelines: { id: string; stages: { id: string }[] }[]
  }
  const pipeline = session.pipelines[0]
  return addRecord(page, 'deal', { name, pipeline: pipeline?.id, stage: pipeline?.stages[0]?.id, ...more })
}
