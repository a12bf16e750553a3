import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { SecretBox } from '../../server/access/secret-box.ts'
import { PASSWORD, TestOffice, TOKEN } from '../support/test-office.ts'

const LOOPBACK = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN }

describe('the secrets of authenticator apps', () => {
  const spread = (secret: string) => [secret, Secret.fromBase32(secret).hex, Buffer.from(Secret.fromBase32(secret).buffer)]
  /** Everything that is written of an office, but for its keys. */
  function bytesBelow(folder: string): [name: string, bytes: Buffer][] {
    return (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => statSync(join(folder, name)).isFile() && !/secrets\.key|backup-key|samphan\.lock/.test(name))
      .map((name) => [name, readFileSync(join(folder, name))])
  }

  it('stand nowhere in the database, its log or a backup, also not those that an earlier product stored plain', async () => {
    const office = await TestOffice.open()
    try {
      const data = join(office.folder, 'data')
      const noi = await office.person('หน่อย', 'sales')
      const begin = () => noi.post<{ secret: string }>('/api/me/totp', { password: PASSWORD })
      const { secret } = await begin()
      const codeOf = (of: string) => new TOTP({ secret: Secret.fromBase32(of) }).generate({ timestamp: office.now.getTime() })
      await noi.post('/api/me/totp/confirm', { code: codeOf(secret) })
      expect(statSync(join(data, 'lan', 'secrets.key')).mode & 0o077).toBe(0)
      await office.owner.post('/api/backup')
      await office.container.backups.settled()
      const nowhere = (of: string) => {
        for (const [name, bytes] of bytesBelow(data))
          for (const form of spread(of)) expect(bytes.includes(form), name).toBe(false)
      }
      nowhere(secret)
      // As it was stored before.
      const plain = new Secret({ size: 20 }).base32
      await office.container.office.writeAlone((tx) => tx.run('update totp set secret = ?, last_step = 0', [plain]))
      expect(bytesBelow(data).some(([, bytes]) => bytes.includes(plain))).toBe(true)
      await office.stop()
      await office.start()
      nowhere(plain)
      office.now = new Date(office.now.getTime() + 60_000)
      const payload = { userId: noi.id, password: PASSWORD, code: codeOf(plain) }
      expect((await office.app.inject({ method: 'POST', url: '/api/session', headers: LOOPBACK, payload })).statusCode).toBe(200)
    } finally {
      await office.close()
    }
  })

  it('sealed for one person open for no other, and not with another key', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samphan-box-'))
    const box = new SecretBox(join(folder, 'a', 'secrets.key'))
    const sealed = box.seal('JBSWY3DPEHPK3PXP', 'totp 1')
    expect(box.open(sealed, 'totp 1')).toBe('JBSWY3DPEHPK3PXP')
    expect(box.open(sealed, 'totp 2')).toBeUndefined()
    expect(new SecretBox(join(folder, 'b', 'secrets.key')).open(sealed, 'totp 1')).toBeUndefined()
    expect(new SecretBox(join(folder, 'a', 'secrets.key')).open(sealed, 'totp 1')).toBe('JBSWY3DPEHPK3PXP')
    rmSync(folder, { recursive: true })
  })
})
