import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company, TestOffice, TOKEN } from '../support/test-office.ts'

type Stored = { id: string; sha256: string; name: string; size: number; type: string }

/** Contents that a browser would run, or take for something else than they say. */
const CONTENTS: [what: string, content: Buffer][] = [
  ['html', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['xhtml', Buffer.from('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>')],
  [
    'a picture with a page in it',
    Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from('<script>alert(1)</script>')]),
  ],
  ['a gif that is a script', Buffer.from('GIF89a=1;alert(1)//')],
  ['a pdf with a script', Buffer.from('%PDF-1.4\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj')],
  ['a page in UTF-7', Buffer.from('+ADw-script+AD4-alert(1)+ADw-/script+AD4-')],
  ['a page in UTF-16', Buffer.from('\ufeff<script>alert(1)</script>', 'utf16le')],
]

/** Names that lead elsewhere, are special to a system, or would end a header. */
const NAMES = [
  '../../../etc/passwd',
  '..\\..\\windows\\system32\\x.dll',
  '/etc/passwd',
  'C:\\con.txt',
  'file.html',
  'ใบเสนอราคา.pdf.exe',
  'x.svg::$DATA',
  'a\r\nSet-Cookie: x=1.txt',
  'a\u0000.png',
  'a"; filename="b.html',
  '\u202egpj.exe',
  '.htaccess',
  'n'.repeat(400),
  'con',
]
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
const NOT_IN_NAMES = /[\\/\u0000-\u001f\u007f<>:"|?*]/

describe('files that mean harm', () => {
  let office: TestOffice
  let customer: string
  beforeAll(async () => {
    office = await TestOffice.open()
    customer = (await office.owner.create('customer', { name: company('มั่นคง') })).id
  })
  afterAll(() => office.close())

  const headers = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN }
  const put = async (name: string, type: string, content: Buffer) => {
    const boundary = 'xyz'
    // A part's name cannot hold the end of its own line; what can be sent otherwise is (RFC 7578, 4.2).
    const sent = name.replace(/\r\n/g, '%0D%0A').replaceAll('"', '%22')
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${sent}"\r\ncontent-type: ${type}\r\n\r\n`
    return office.owner.request<Stored>(
      'POST',
      '/api/files',
      Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      { 'content-type': `multipart/form-data; boundary=${boundary}` },
    )
  }
  const hang = async (file: Stored) => {
    const { version } = await office.owner.record('customer', customer)
    return office.owner.update('customer', customer, version, { files: [file] })
  }
  const take = (sha256: string) =>
    office.app.inject({ method: 'GET', url: `/api/records/customer/${customer}/files/${sha256}`, headers })

  it.each(CONTENTS)(
    '%s is taken for what its bytes are, and goes out as a download that nothing runs',
    async (_what, content) => {
      for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml']) {
        const { status, body } = await put('x.html', type, content)
        expect(status).toBe(200)
        expect(body.type).not.toMatch(/html|svg|xml|script/)
        expect((await hang(body)).status).toBe(200)
        const reply = await take(body.sha256)
        expect(reply.statusCode).toBe(200)
        expect(reply.headers).toMatchObject({
          'content-type': body.type,
          'x-content-type-options': 'nosniff',
          'content-security-policy': "sandbox; default-src 'none'",
        })
        expect(reply.headers['content-disposition']).toMatch(/^attachment; /)
      }
    },
  )

  it('goes out as what its bytes are, whatever a record says of it', async () => {
    const { body } = await put('x.png', 'image/png', Buffer.from('<script>alert(1)</script>'))
    for (const type of ['text/html', 'image/svg+xml', 'text/html\r\nset-cookie: x=1', 'ก', 'a'.repeat(100)]) {
      const { status } = await hang({ ...body, type })
      expect([200, 422]).toContain(status)
      const reply = await take(body.sha256)
      if (status === 200) expect(reply.statusCode, type).toBe(200)
      expect(reply.headers['content-type'], type).not.toMatch(/html|svg|cookie/)
      expect(reply.headers['set-cookie'], type).toBeUndefined()
    }
  })

  it.each(NAMES)('the name %j leads nowhere and ends no header', async (name) => {
    const { status, body } = await put(name, 'text/plain', Buffer.from('ก'))
    expect(status).toBe(200)
    expect(body.name).not.toMatch(NOT_IN_NAMES)
    expect(body.name.length).toBeLessThanOrEqual(200)
    for (const given of [body.name, name.slice(0, 200)]) {
      const hung = await hang({ ...body, name: given })
      expect([200, 422], given).toContain(hung.status)
      if (hung.status !== 200) continue
      const reply = await take(body.sha256)
      expect(reply.statusCode, given).toBe(200)
      expect(reply.headers['set-cookie'], given).toBeUndefined()
      const disposition = String(reply.headers['content-disposition'])
      expect(disposition, given).toMatch(/^attachment; filename\*=UTF-8''[\w!#$&+\-.^`|~%'()*]+$/)
      expect(decodeURIComponent(disposition.split("''")[1] ?? ''), given).not.toMatch(NOT_IN_NAMES)
    }
  })

  it('takes a path for a file nowhere', async () => {
    for (const path of [
      '../../samphan.db',
      '..%2f..%2fsamphan.db',
      '%2e%2e/%2e%2e/samphan.db',
      'A'.repeat(64),
      `${'a'.repeat(63)}%00`,
    ]) {
      const reply = await office.app.inject({ method: 'GET', url: `/api/records/customer/${customer}/files/${path}`, headers })
      expect([400, 404], path).toContain(reply.statusCode)
    }
  })

  it('takes only the content types that it names, however nearly right', async () => {
    const before = (await office.rows('customer')).length
    for (const type of [
      'text/plain',
      'application/json\t',
      ' application/json ; x',
      'application/jsonp',
      'application/vnd.api+json',
      'application/x-www-form-urlencoded',
      'text/plain;charset=application/json',
      'application/octet-stream',
    ]) {
      const reply = await office.app.inject({
        method: 'POST',
        url: '/api/records/customer',
        headers: { ...headers, 'content-type': type },
        payload: '{"values":{"nameEn":"no name"}}',
      })
      expect(reply.statusCode, type).toBeGreaterThanOrEqual(400)
      expect(reply.statusCode, type).toBeLessThan(500)
    }
    expect((await office.rows('customer')).length).toBe(before)
  })
})
