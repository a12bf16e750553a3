import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Calendar, type Check, event, ics } from '../support/calendar.ts'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

describe('a calendar file', () => {
  let office: TestOffice
  let noi: Person
  let nok: Person

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('own-seller'))
    nok = await office.person('นก', seller('own-seller'))
    const customer = (await noi.create('customer', { name: company('น้ำแข็งทิพย์ธารา') })).id
    const about = [{ entity: 'customer', id: customer }]
    await noi.create('activity', { subject: 'หน่อยพบลูกค้า', type: 'visit', dueAt: '2026-11-23T02:00:00.000Z', about })
    await office.owner.create('activity', { subject: 'เจ้าของโทร', type: 'call', dueAt: '2026-11-25T02:00:00.000Z', about })
  })
  afterAll(() => office.close())

  const check = (who: Person, text: string, name = 'a.ics') =>
    who.request<Check & { code: string }>('POST', '/api/calendar/check', { name, text })
  const take = (who: Person, text: string) =>
    who.post<{ batchId: string; counts: Record<string, number>; failed: number }>('/api/calendar/import', { name: 'a.ics', text })

  const count = async (who: Person, from: string, until = from) =>
    (await who.get<Calendar>(`/api/calendar?from=${from}&until=${until}`)).rows.length

  it('not one that is none, is cut off, or is too large; nothing of it is saved', async () => {
    expect((await check(nok, 'name,phone\nต้น,081')).body).toMatchObject({ code: 'calendar.not_a_calendar' })
    expect((await check(nok, '')).body).toMatchObject({ code: 'calendar.not_a_calendar' })
    expect((await check(nok, 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a')).body).toMatchObject({ code: 'calendar.broken' })
    const many = Array.from({ length: 2_001 }, (_, at) => event(`u${at}`, ':20270301T090000')).flat()
    expect((await check(nok, ics(...many))).body).toMatchObject({ code: 'calendar.too_many' })
    expect((await check(nok, `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\n'.repeat(50_000)}`)).body).toMatchObject({
      code: 'calendar.broken',
    })
    expect(await count(nok, '2027-03-01')).toBe(0)
  })

  it('looked at first, then as one batch that is taken back whole', async () => {
    const text = ics(
      ...event(
        'one',
        ';TZID=Asia/Bangkok:20270302T140000',
        'DTEND;TZID=Asia/Bangkok:20270302T153000',
        'SUMMARY:เข้าพบ ฐานฎีกา\\, ชั้น 3',
        'LOCATION:บางพลี',
      ),
      ...event('two', ';VALUE=DATE:20270303', 'SUMMARY:อบรม'),
      ...event('broken', ':tomorrow', 'SUMMARY:อ่านไม่ออก'),
    )
    const looked = (await check(nok, text)).body
    expect(looked.counts).toEqual({ add: 2, update: 0, cancel: 0, same: 0, skip: 1 })
    expect(looked.items[2]).toMatchObject({ action: 'skip', title: 'อ่านไม่ออก', reasons: [{ code: 'bad_time' }] })
    expect(await count(nok, '2027-03-02', '2027-03-03')).toBe(0)
    const { batchId } = await take(nok, text)
    const { rows } = await nok.get<Calendar>('/api/calendar?from=2027-03-02&until=2027-03-03')
    expect(rows).toMatchObject([
      { subject: 'เข้าพบ ฐานฎีกา, ชั้น 3', dueAt: '2027-03-02T07:00:00.000Z', minutes: 90, place: 'บางพลี', type: 'meeting' },
      { subject: 'อบรม', allDay: true, dueAt: '2027-03-02T17:00:00.000Z' },
    ])
    await nok.post(`/api/batches/${batchId}/undo`)
    expect(await count(nok, '2027-03-02', '2027-03-03')).toBe(0)
  })

  it('a second time without making anything twice; what changed in the file is updated, what was changed here stays', async () => {
    const file = (time: string) =>
      ics(...event('meet', `:20270310T${time}`, 'SUMMARY:ประชุมราคา'), ...event('other', ':20270311T090000', 'SUMMARY:อีกเรื่อง'))
    await take(nok, file('090000'))
    const other = (await nok.get<Calendar>('/api/calendar?from=2027-03-11&until=2027-03-11')).rows[0]!
    await nok.update('activity', other.id, other.version, { subject: 'แก้ชื่อที่นี่' })
    expect((await check(nok, file('090000'))).body.counts).toMatchObject({ add: 0, same: 2 })
    expect((await take(nok, file('103000'))).counts).toMatchObject({ add: 0, update: 1, same: 1 })
    const { rows } = await nok.get<Calendar>('/api/calendar?from=2027-03-10&until=2027-03-11')
    expect(rows.map((row) => [row.subject, row.dueAt])).toEqual([
      ['ประชุมราคา', '2027-03-10T03:30:00.000Z'],
      ['แก้ชื่อที่นี่', '2027-03-11T02:00:00.000Z'],
    ])
  })

  it('of which each person has his own, and a cancelled event goes to the bin', async () => {
    const file = (...more: string[]) => ics(...event('shared', ':20270315T090000', 'SUMMARY:ประชุมรวม', ...more))
    await take(nok, file())
    expect((await check(noi, file())).body.counts.add).toBe(1)
    expect((await check(noi, file('STATUS:CANCELLED'))).body.items[0]).toMatchObject({ action: 'skip' })
    expect((await take(nok, file('STATUS:CANCELLED'))).counts.cancel).toBe(1)
    expect(await count(nok, '2027-03-15')).toBe(0)
    expect((await check(nok, file())).body.items[0]?.reasons.map((reason) => reason.code)).toEqual(['in_bin'])
  })

  it('with a repeat of a thousand years: kept as one that repeats, its rule not lost', async () => {
    const text = ics(
      ...event('forever', ';TZID=Asia/Bangkok:20270401T090000', 'RRULE:FREQ=DAILY;UNTIL=30270401T000000Z', 'SUMMARY:เช็กสต็อก'),
    )
    const looked = (await check(nok, text)).body
    expect(looked.counts.add).toBe(1)
    expect(looked.items[0]?.reasons.map((reason) => reason.code)).toEqual(['repeats_until'])
    await take(nok, text)
    const { rows } = await nok.get<Calendar>('/api/calendar?from=2027-04-01&until=2027-04-01')
    expect(rows).toMatchObject([{ subject: 'เช็กสต็อก', repeat: 'daily', body: 'RRULE:FREQ=DAILY;UNTIL=30270401T000000Z' }])
  })

  it('with other repeats: each coming time for a year, without its exceptions, one that was moved at its new time', async () => {
    const text = ics(
      ...event(
        'tue',
        ';TZID=Asia/Bangkok:20261201T100000',
        'RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6',
        'EXDATE;TZID=Asia/Bangkok:20261203T100000',
        'SUMMARY:ประชุมทีม',
      ),
      ...event(
        'tue',
        ';TZID=Asia/Bangkok:20261209T150000',
        'RECURRENCE-ID;TZID=Asia/Bangkok:20261208T100000',
        'SUMMARY:ประชุมทีม เลื่อน',
      ),
    )
    await take(noi, text)
    const { rows } = await noi.get<Calendar>('/api/calendar?from=2026-12-01&until=2026-12-31')
    expect(rows.filter((row) => row.subject.startsWith('ประชุมทีม')).map((row) => row.dueAt)).toEqual([
      '2026-12-01T03:00:00.000Z',
      '2026-12-09T08:00:00.000Z',
      '2026-12-10T03:00:00.000Z',
      '2026-12-15T03:00:00.000Z',
      '2026-12-17T03:00:00.000Z',
    ])
    expect((await check(noi, text)).body.counts).toMatchObject({ add: 0, same: 5 })
  })

  it('of its own making without changing anything', async () => {
    const text = (await noi.request<Buffer>('GET', '/api/calendar/export?from=2026-11-22&until=2026-12-31')).body.toString()
    expect((await check(noi, text)).body.counts).toMatchObject({ add: 0, update: 0, cancel: 0 })
    const moved = text.replace('DTSTART;TZID=Asia/Bangkok:20261123T090000', 'DTSTART;TZID=Asia/Bangkok:20261123T093000')
    expect((await check(noi, moved)).body.counts).toMatchObject({ add: 0, update: 1 })
  })

  it('of a colleague’s activity without touching what one may not change', async () => {
    const text = (await office.owner.request<Buffer>('GET', '/api/calendar/export?from=2026-11-25&until=2026-11-25')).body
      .toString()
      .replace('T090000', 'T110000')
    expect((await check(noi, text)).body.items[0]).toMatchObject({ action: 'skip', reasons: [{ code: 'not_yours' }] })
  })

  it('of what is over as done, so that nobody’s day fills with old meetings', async () => {
    await take(noi, ics(...event('past', ':20200106T020000Z', 'SUMMARY:นานมาแล้ว')))
    const { rows } = await noi.get<Calendar>('/api/calendar?from=2020-01-06&until=2020-01-06')
    expect(rows).toMatchObject([{ subject: 'นานมาแล้ว', doneAt: expect.any(String) }])
  })

  const folder = join(process.env.SAMPHAN_REAL_DATA ?? '', 'ics')
  const real = process.env.SAMPHAN_REAL_DATA
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ics'))
    : []
  if (real.length === 0) console.log('calendar files of other programs are not read: SAMPHAN_REAL_DATA names no folder with ics/')
  it.skipIf(real.length === 0)('reads the calendar files of other programs: each event is taken or says why not', async () => {
    for (const name of real) {
      const { status, body } = await check(office.owner, readFileSync(join(folder, name), 'utf8'), name)
      expect(status, name).toBe(200)
      for (const item of body.items)
        expect(item.action !== 'skip' || item.reasons.length > 0, `${name}: ${item.title}`).toBe(true)
    }
  })
})
