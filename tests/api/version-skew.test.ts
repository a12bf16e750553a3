import { afterEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../../core/contract/routes.ts'
import { API_VERSION, SERVES_FROM, SERVES_FROM_HEADER, VERSION_HEADER } from '../../core/contract/version.ts'
import { company, phone, TestOffice } from '../support/test-office.ts'

const HERE = { version: 7, from: 6 }

describe('a window of another version than the host', () => {
  let office: TestOffice
  afterEach(() => office.close())
  const says = (version: string) => ({ [VERSION_HEADER]: version })

  it('is served from the version before on, and told by every reply what the host speaks', async () => {
    office = await TestOffice.open({ speaks: HERE })
    const reply = async (version?: string) => {
      const got = await office.app.inject({
        method: 'GET',
        url: '/api/session',
        headers: { host: '127.0.0.1:4780', 'x-samphan-token': office.container.token, ...(version && says(version)) },
      })
      return [
        got.statusCode,
        got.headers[VERSION_HEADER],
        got.headers[SERVES_FROM_HEADER],
        (got.json() as { code?: string }).code,
      ]
    }
    expect(await reply('5')).toEqual([426, '7', '6', 'client.too_old'])
    expect(await reply('6')).toEqual([200, '7', '6', undefined])
    expect(await reply('7')).toEqual([200, '7', '6', undefined])
    expect(await reply('8')).toEqual([426, '7', '6', 'client.too_new'])
    expect(await reply('seven')).toEqual([426, '7', '6', 'client.too_old'])
    // A program with a key names none.
    expect(await reply()).toEqual([200, '7', '6', undefined])
  })

  it('half works nowhere: every route refuses it, and nothing is changed', async () => {
    office = await TestOffice.open({ speaks: HERE })
    const before = JSON.stringify([await office.rows('user'), await office.rows('role'), await office.rows('setting')])
    for (const [name, route] of Object.entries(ROUTES))
      for (const [version, code] of [
        ['5', 'client.too_old'],
        ['8', 'client.too_new'],
      ] as const) {
        const url = route.path.replace(/:\w+/g, 'customer')
        const reply = await office.owner.request<{ code: string }>(
          route.method,
          url,
          route.method === 'GET' ? undefined : {},
          says(version),
        )
        expect([name, reply.status, reply.body.code]).toEqual([name, 426, code])
      }
    expect(JSON.stringify([await office.rows('user'), await office.rows('role'), await office.rows('setting')])).toBe(before)
  })

  it('of the version before writes the fields that it knows, and leaves all others as they are', async () => {
    office = await TestOffice.open({ speaks: HERE })
    const own = await office.request<{ key: string }>('PUT', '/api/fields/customer', {
      labelTh: 'ใหม่กว่า',
      labelEn: 'Newer',
      kind: 'text',
      filterable: true,
    })
    const values = {
      name: company('กตัญญู'),
      phones: [phone('+66812345678')],
      emails: [{ id: 'e1', address: 'a@example.com' }],
      addresses: [{ id: 'a1', text: '1 ถนนสุขุมวิท' }],
      tags: ['ก'],
      creditLimit: 500_000,
      [own.key]: 'ไม่รู้จัก',
    }
    const { id } = await office.owner.create('customer', values)
    const read = () => office.owner.get<Record<string, unknown>>(`/api/records/customer/${id}`)
    const was = await read()
    const patch = { version: 1, values: { notes: 'จากแอปรุ่นก่อน' } }
    const saved = await office.owner.request('PATCH', `/api/records/customer/${id}`, patch, says('6'))
    expect(saved.status).toBe(200)
    const { notes, ...others } = await read()
    expect(notes).toBe('จากแอปรุ่นก่อน')
    for (const [key, value] of Object.entries(was))
      if (!['version', 'updatedAt', 'notes'].includes(key)) expect([key, others[key]]).toEqual([key, value])
  })
})

it('serves the version before its own, and not more', () => {
  expect(SERVES_FROM).toBe(Math.max(1, API_VERSION - 1))
})
