import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Calendar, type Check, event, ics } from '../support/calendar.ts'
import { company, type Person, seller, TestOffice, TOKEN } from '../support/test-office.ts'

describe('the calendar', () => {
  let office: TestOffice
  let noi: Person
  let nok: Person
  let customer: string

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('own-seller'))
    nok = await office.person('นก', seller('own-seller'))
    customer = (await noi.create('customer', { name: company('น้ำแข็งทิพย์ธารา') })).id
  })
  afterAll(() => office.close())

  const week = (who: Person, query = '') => who.get<Calendar>(`/api/calendar?from=2026-11-22&until=2026-11-28${query}`)
  const subjects = async (who: Person, query = '') => (await week(who, query)).rows.map((row) => row.subject)
  const check = (who: Person, text: string, name = 'a.ics') =>
    who.request<Check & { code: string }>('POST', '/api/calendar/check', { name, text })

  it('refuses a span that is backwards or years long, and whoever is not signed in', async () => {
    expect((await office.owner.request('GET', '/api/calendar?from=2026-11-28&until=2026-11-22')).body).toMatchObject({
      code: 'calendar.span',
    })
    expect((await office.owner.request('GET', '/api/calendar?from=2026-11-22&until=2036-11-22')).body).toMatchObject({
      code: 'calendar.span',
    })
    expect((await office.owner.request('GET', '/api/calendar?from=yesterday&until=2026-11-22')).status).toBe(400)
  })

  it('shows each person what he may see: his own, and that of his customers; the owner sees the team', async () => {
    await noi.create('activity', {
      subject: 'หน่อยพบลูกค้า',
      type: 'visit',
      dueAt: '2026-11-23T02:00:00.000Z',
      about: [{ entity: 'customer', id: customer }],
    })
    await nok.create('activity', { subject: 'นกประชุม', type: 'meeting', dueAt: '2026-11-24T02:00:00.000Z' })
    await office.owner.create('activity', {
      subject: 'เจ้าของโทรหาลูกค้าของหน่อย',
      type: 'call',
      dueAt: '2026-11-25T02:00:00.000Z',
      about: [{ entity: 'customer', id: customer }],
    })
    expect(await subjects(noi)).toEqual(['หน่อยพบลูกค้า'])
    expect(await subjects(noi, '&whose=team')).toEqual(['หน่อยพบลูกค้า', 'เจ้าของโทรหาลูกค้าของหน่อย'])
    expect(await subjects(noi, `&whose=${nok.id}`)).toEqual([])
    expect(await subjects(office.owner, '&whose=team')).toEqual(['หน่อยพบลูกค้า', 'นกประชุม', 'เจ้าของโทรหาลูกค้าของหน่อย'])
    // What hangs on his customer he sees, but only its owner changes it.
    expect((await week(noi, '&whose=team')).rows.map((row) => row.may.edit)).toEqual([true, false])
  })

  it('hides the names of records that the reader may not see', async () => {
    const secret = (await nok.create('customer', { name: company('ลูกค้าของนก') })).id
    const id = (
      await office.owner.create('activity', {
        subject: 'ประชุมสองฝ่าย',
        type: 'meeting',
        dueAt: '2026-12-10T02:00:00.000Z',
        about: [
          { entity: 'customer', id: customer },
          { entity: 'customer', id: secret },
        ],
      })
    ).id
    const { rows } = await noi.get<Calendar>('/api/calendar?from=2026-12-10&until=2026-12-10&whose=team')
    expect(rows.map((row) => row.id)).toEqual([id])
    expect(Object.values(rows[0]?.titles ?? {}).join()).not.toContain('ลูกค้าของนก')
  })

  it('counts days by the office’s clock, and shows what began before and reaches in', async () => {
    const on = async (day: string) =>
      (await nok.get<Calendar>(`/api/calendar?from=${day}&until=${day}`)).rows.map((row) => row.subject)
    await nok.create('activity', { subject: 'ก่อนเที่ยงคืน', type: 'task', dueAt: '2027-01-10T16:30:00.000Z' })
    await nok.create('activity', { subject: 'ข้ามคืน', type: 'visit', dueAt: '2027-01-12T15:00:00.000Z', minutes: 300 })
    await nok.create('activity', {
      subject: 'งานแสดงสินค้า',
      type: 'meeting',
      dueAt: '2027-01-13T17:00:00.000Z',
      allDay: true,
      minutes: 4 * 1440,
    })
    expect(await on('2027-01-10')).toEqual(['ก่อนเที่ยงคืน'])
    expect(await on('2027-01-11')).toEqual([])
    expect(await on('2027-01-13')).toEqual(['ข้ามคืน'])
    expect(await on('2027-01-17')).toEqual(['งานแสดงสินค้า'])
    expect(await on('2027-01-18')).toEqual([])
  })

  it('shows the later rounds of what repeats', async () => {
    await nok.create('activity', { subject: 'วางบิล', type: 'visit', dueAt: '2027-02-01T02:00:00.000Z', repeat: 'weekly' })
    const { series } = await nok.get<Calendar>('/api/calendar?from=2027-02-01&until=2027-02-28')
    expect(series.map((one) => [one.row.subject, one.at])).toEqual([
      ['วางบิล', ['2027-02-08T02:00:00.000Z', '2027-02-15T02:00:00.000Z', '2027-02-22T02:00:00.000Z']],
    ])
    expect((await nok.get<Calendar>('/api/calendar?from=2027-01-01&until=2027-01-31')).series).toEqual([])
  })

  it('shows what was logged without a plan only when asked', async () => {
    await nok.post('/api/activities/log', { activity: { subject: 'ลูกค้าโทรมา', type: 'call' } })
    const of = async (query: string) =>
      (await nok.get<Calendar>(`/api/calendar?from=2026-11-22&until=2026-11-22${query}`)).rows.map((row) => row.subject)
    expect(await of('')).toEqual([])
    expect(await of('&logged=yes')).toEqual(['ลูกค้าโทรมา'])
  })

  describe('as a file', () => {
    it('leaves the office only with the right to export, but for one’s own', async () => {
      const closed = seller('closed-seller')
      const own = await office.person('นุ่น', {
        ...closed,
        grants: { '*': { ...closed.grants['*']!, export: false, import: false } },
      })
      const span = 'from=2026-11-22&until=2026-11-28'
      expect((await own.request('GET', `/api/calendar/export?${span}&whose=team`)).body).toMatchObject({ code: 'access.denied' })
      expect((await own.request('GET', `/api/calendar/export?${span}`)).status).toBe(200)
      expect((await own.request('POST', '/api/calendar/feeds', { name: 'มือถือ', whose: 'team' })).body).toMatchObject({
        code: 'access.denied',
      })
      expect((await check(own, ics(...event('a', ':20261201T090000')))).body).toMatchObject({ code: 'access.denied' })
    })

    it('holds what is shown, with its customer, in RFC 5545’s form', async () => {
      const text = (await noi.request<Buffer>('GET', '/api/calendar/export?from=2026-11-22&until=2026-11-28')).body.toString()
      expect(text).toContain('DTSTART;TZID=Asia/Bangkok:20261123T090000\r\n')
      expect(text).toContain('SUMMARY:หน่อยพบลูกค้า\r\n')
      expect(text.replaceAll('\r\n ', '')).toContain('DESCRIPTION:น้ำแข็งทิพย์ธารา')
      expect(text).not.toContain('นกประชุม')
      expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
    })
  })

  describe('as a private address', () => {
    /** As a phone asks: no cookie, no session, nothing but the address. */
    const subscriber = async (address: string, headers: Record<string, string> = {}) => {
      const url = new URL(address)
      return office.app.inject({ method: 'GET', url: url.pathname, headers: { host: '127.0.0.1:4780', ...headers } })
    }

    it('is not found by a wrong secret, nor by the secret of somebody who left', async () => {
      const wrong = `http://127.0.0.1/api/calendar/feed/${'x'.repeat(43)}.ics`
      expect((await subscriber(wrong)).statusCode).toBe(404)
      expect((await subscriber('http://127.0.0.1/api/calendar/feed/short.ics')).statusCode).toBe(404)
      const gone = await office.person('เก่า', seller('own-seller'))
      const { address } = await gone.post<{ address: string }>('/api/calendar/feeds', { name: 'มือถือ', whose: 'mine' })
      expect((await subscriber(address)).statusCode).toBe(200)
      await office.container.office.writeAlone((tx) => tx.run('update "user" set active = 0 where id = ?', [gone.id]))
      expect((await subscriber(address)).statusCode).toBe(404)
    })

    it('opens nothing else: without a session every other address stays shut', async () => {
      const { address } = await noi.post<{ address: string }>('/api/calendar/feeds', { name: 'มือถือ', whose: 'mine' })
      const token = new URL(address).pathname.split('/').pop() ?? ''
      for (const path of ['/api/calendar?from=2026-11-22&until=2026-11-28', '/api/calendar/feeds', `/api/calendar/feed/../feeds`])
        expect(
          (
            await office.app.inject({
              method: 'GET',
              url: path,
              headers: { host: '127.0.0.1:4780', cookie: `samphan_token=${token}` },
            })
          ).statusCode,
        ).toBe(401)
      const written = await office.app.inject({
        method: 'POST',
        url: new URL(address).pathname,
        headers: { host: '127.0.0.1:4780' },
      })
      expect(written.statusCode).toBe(401)
      expect((await subscriber(address, { host: 'evil.example' })).statusCode).toBe(421)
    })

    it('shows only what its owner may see, tells that nothing changed, keeps only a hash, and ends when it is revoked', async () => {
      const { id, address } = await noi.post<{ id: string; address: string }>('/api/calendar/feeds', {
        name: 'Outlook',
        whose: 'team',
      })
      const first = await subscriber(address)
      expect(first.headers['content-type']).toBe('text/calendar; charset=utf-8')
      expect(first.body).toContain('หน่อยพบลูกค้า')
      expect(first.body).not.toContain('นกประชุม')
      expect((await subscriber(address, { 'if-none-match': String(first.headers.etag) })).statusCode).toBe(304)
      const token = /([\w-]{43})\.ics$/.exec(address)?.[1] ?? ''
      const kept = await office.container.office.connection.get<{ token_hash: string }>(
        'select token_hash from calendar_feed where id = ?',
        [id],
      )
      expect(kept?.token_hash).toBe(createHash('sha256').update(token).digest('base64url'))
      const { feeds } = await noi.get<{ feeds: { id: string; usedAt: string | null }[] }>('/api/calendar/feeds')
      expect(feeds.find((feed) => feed.id === id)?.usedAt).toBe(office.now.toISOString())
      expect(JSON.stringify(feeds)).not.toContain(token)
      expect((await nok.request('DELETE', `/api/calendar/feeds/${id}`)).status).toBe(404)
      expect((await noi.request('DELETE', `/api/calendar/feeds/${id}`)).status).toBe(200)
      expect((await subscriber(address)).statusCode).toBe(404)
      expect(TOKEN).not.toBe(token)
    })
  })
})
