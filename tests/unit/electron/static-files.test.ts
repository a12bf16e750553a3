import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { isAppAddress, isOpenableOutside } from '../../../electron/app-address.ts'
import { serveRendererFile } from '../../../electron/static-files.ts'

const outer = mkdtempSync(join(tmpdir(), 'samphan-static-'))
const folder = join(outer, 'renderer')
mkdirSync(join(folder, 'assets'), { recursive: true })
writeFileSync(join(folder, 'index.html'), '<!doctype html>start')
writeFileSync(join(folder, 'assets/app.js'), 'app()')
writeFileSync(join(outer, 'secret.txt'), 'SECRET')
mkdirSync(join(outer, 'renderer-old'))
writeFileSync(join(outer, 'renderer-old/secret.txt'), 'SECRET')
afterAll(() => rmSync(outer, { recursive: true, force: true }))

describe('the screens’ files', () => {
  test('a path that leads out of the folder is not found, however it is written', async () => {
    const up = fc.constantFrom('..', '%2e%2e', '.%2e', '%2E.', '..%2f', '..%5c', '..\\', '%00', 'assets', '', '.', 'C:', '//')
    const end = fc.constantFrom('secret.txt', 'renderer-old/secret.txt', '../renderer-old/secret.txt', '%73ecret.txt')
    const paths = fc
      .tuple(fc.array(up, { minLength: 1, maxLength: 6 }), end)
      .map(([steps, last]) => `/${[...steps, last].join('/')}`)
    await fc.assert(
      fc.asyncProperty(paths, async (path) => {
        const reply = await serveRendererFile(folder, path)
        expect(await reply.text()).not.toContain('SECRET')
        expect(reply.status).toBe(404)
      }),
      { numRuns: 500 },
    )
  })

  test('a broken percent sign is not found', async () => expect((await serveRendererFile(folder, '/%E0%A4%A')).status).toBe(404))

  test('a file comes with its type and the policy that allows no foreign script', async () => {
    const reply = await serveRendererFile(folder, '/assets/app.js')
    expect(await reply.text()).toBe('app()')
    expect(reply.headers.get('content-type')).toContain('text/javascript')
    const policy = reply.headers.get('content-security-policy')
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("object-src 'none'")
  })

  test('the address of a screen gets the start page', async () => {
    expect(await (await serveRendererFile(folder, '/customers/0193')).text()).toContain('start')
  })
})

describe('addresses', () => {
  test.each(['app://samphan/', 'app://samphan/deals?tab=files'])('%s is the app’s own', (address) =>
    expect(isAppAddress(address)).toBe(true),
  )

  test.each([
    'app://samphan.example.com/',
    'app://other/',
    'https://samphan/',
    'app:samphan',
    'app://samphan@other/',
    'app://samphan:1/',
    'x',
    '',
  ])('“%s” is not the app’s own', (address) => expect(isAppAddress(address)).toBe(false))

  test.each(['https://www.rd.go.th/', 'mailto:a@b.co.th', 'tel:021234567', 'HTTPS://RD.GO.TH'])(
    '%s may be handed to the system',
    (address) => expect(isOpenableOutside(address)).toBe(true),
  )

  test.each([
    ...[
      'http',
      'file',
      'smb',
      'ftp',
      'javascript',
      'data',
      'blob',
      'app',
      'ms-msdt',
      'ms-word',
      'ms-excel',
      'search-ms',
      'search',
      'ms-settings',
    ],
    ...[
      'ms-officecmd',
      'ldap',
      'ssh',
      'telnet',
      'vbscript',
      'view-source',
      'chrome',
      'about',
      'jar',
      'res',
      'mk',
      'nfs',
      'steam',
      'intent',
      'sms',
    ],
  ])('a %s: address is never handed to the system', (scheme) => expect(isOpenableOutside(`${scheme}://host/x`)).toBe(false))

  test('a network path is never handed to the system', () => expect(isOpenableOutside('\\\\host\\share\\run.exe')).toBe(false))
})
