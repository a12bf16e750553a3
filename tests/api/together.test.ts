import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { company, type Person, seller, TestOffice, TOKEN } from '../support/test-office.ts'

type Here = { others: { userId: string; editing: boolean }[] }

let office: TestOffice
let noi: Person
let ann: Person
let ids: string[]
beforeEach(async () => {
  office = await TestOffice.open()
  noi = await office.person('หน่อย', 'sales', 'ทีมเหนือ')
  ann = await office.person('แอน', 'sales', 'ทีมเหนือ')
  ids = []
  for (const name of ['กตัญญูค้าวัสดุ', 'ป้ำการช่าง'])
    ids.push((await noi.create('customer', { name: company(name), owner: noi.id })).id)
})
afterEach(() => office.close())

const enter = (who: Person, window: string, id = ids[0], editing = false) =>
  who.request<Here>('PUT', `/api/presence/${window}`, { entity: 'customer', id, editing })
const others = async (reply: ReturnType<typeof enter>) => (await reply).body.others

describe('who has a record open', () => {
  it('is not told to who may not see the record, and nothing of it is kept', async () => {
    const stranger = await office.person('คนนอก', seller('own-only', [], 'own'), 'ทีมใต้')
    expect((await enter(stranger, 'window-s')).status).toBe(404)
    expect(await others(enter(noi, 'window-n'))).toEqual([])
  })

  it('is everybody else who is there, with who is editing; one’s own windows are nobody else', async () => {
    expect(await others(enter(noi, 'window-1'))).toEqual([])
    expect(await others(enter(noi, 'window-2'))).toEqual([])
    expect(await others(enter(ann, 'window-a'))).toEqual([{ userId: noi.id, editing: false }])
    await enter(noi, 'window-2', ids[0], true)
    expect(await others(enter(ann, 'window-a'))).toEqual([{ userId: noi.id, editing: true }])
  })

  it('ends by leaving, by going on to another record, and by silence; a late good-bye to the one before changes nothing', async () => {
    await enter(noi, 'window-n')
    await enter(noi, 'window-n', ids[1])
    expect(await others(enter(ann, 'window-a'))).toEqual([])
    const leave = (id: string | undefined) => noi.request('DELETE', `/api/presence/window-n?entity=customer&id=${id}`)
    await leave(ids[0])
    expect(await others(enter(ann, 'window-a', ids[1]))).toEqual([{ userId: noi.id, editing: false }])
    await leave(ids[1])
    expect(await others(enter(ann, 'window-a', ids[1]))).toEqual([])
    await enter(noi, 'window-n', ids[1])
    office.now = new Date(office.now.getTime() + 25_000)
    expect(await others(enter(ann, 'window-a', ids[1]))).toEqual([])
  })
})

describe('the stream', () => {
  /** The stream of a person as it comes, cut into events. */
  async function listen(who: Person): Promise<{ next: (event: string) => Promise<unknown>; end: () => void }> {
    const address = office.app.server.listening ? undefined : await office.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = office.app.server.address() as { port: number }
    const ending = new AbortController()
    const reply = await fetch(`${address ?? `http://127.0.0.1:${port}`}/api/stream`, {
      headers: { host: `127.0.0.1:${port}`, 'x-samphan-token': TOKEN, cookie: who.cookie ?? '' },
      signal: ending.signal,
    })
    const chunks = (reply.body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    let text = ''
    const next = async (event: string): Promise<unknown> => {
      for (;;) {
        const found = new RegExp(`event: ${event}\\ndata: (.*)\\n\\n`).exec(text)
        if (found) {
          text = text.slice(found.index + found[0].length)
          return JSON.parse(found[1] ?? '')
        }
        const { value, done } = await chunks.read()
        if (done) throw new Error(`the stream ended before “${event}”`)
        text += decoder.decode(value, { stream: true })
      }
    }
    return { next, end: () => ending.abort() }
  }

  it('says where the feed is, anew after each change, and somewhere else after a restart', async () => {
    const stream = await listen(ann)
    const before = await stream.next('here')
    await noi.create('customer', { name: company('สามมิตร') })
    const after = await stream.next('changed')
    expect(after).not.toBe(before)
    stream.end()
    const again = await listen(ann)
    expect(await again.next('here')).toBe(after)
    again.end()
    await office.stop()
    await office.start()
    const restarted = await listen(ann)
    expect(await restarted.next('here')).not.toBe(after)
    restarted.end()
  })

  it('tells who is at a record that somebody came, and nobody else', async () => {
    await enter(noi, 'window-n')
    const [there, elsewhere] = [await listen(noi), await listen(office.owner)]
    await enter(ann, 'window-a', ids[0], true)
    expect(await there.next('present')).toEqual({ entity: 'customer', id: ids[0] })
    await noi.create('customer', { name: company('สามมิตร') })
    await elsewhere.next('changed')
    await expect(
      Promise.race([elsewhere.next('present'), new Promise((done) => setTimeout(done, 200, 'nothing'))]),
    ).resolves.toBe('nothing')
    there.end()
    elsewhere.end()
  })
})
