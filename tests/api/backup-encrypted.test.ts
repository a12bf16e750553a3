import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BackupRun } from '../../core/contract/backup.ts'
import { openIdentity } from '../../server/lan/office-identity.ts'
import { Backups, cut, flip, PASSPHRASE } from '../support/backups.ts'
import { company, TestOffice } from '../support/test-office.ts'

let other = ''
let office: TestOffice
let backups: Backups
beforeEach(async () => {
  office = await TestOffice.open()
  backups = new Backups(office)
  await office.owner.create('customer', { name: company('ก่อนสำรอง') })
})
afterEach(async () => {
  await office.close()
})

describe('an encrypted backup', () => {
  beforeEach(() => backups.encrypt(PASSPHRASE))

  it('holds nothing that can be read, and comes back with its passphrase on a PC that knows neither key', async () => {
    await openIdentity(backups.inData('lan'), 'office', office.now)
    const run = await backups.make()
    for (const name of readdirSync(run.path, { recursive: true }) as string[]) {
      const path = join(run.path, name)
      if (!statSync(path).isFile()) continue
      const bytes = readFileSync(path)
      expect(bytes.includes(Buffer.from('ก่อนสำรอง')), name).toBe(false)
      expect(bytes.includes('SQLite format'), name).toBe(false)
      expect(bytes.includes('PRIVATE KEY'), name).toBe(false)
    }
    expect(statSync(backups.inData('lan', 'backup-key.json')).mode & 0o077).toBe(0)
    expect((await backups.status()).files[0]).toMatchObject({ encrypted: true, asks: false, drill: { ok: true } })
    const other = await TestOffice.open()
    try {
      const name = { folder: run.folder, name: run.file }
      for (const passphrase of [undefined, 'กระต่าย น้ำตก ดินสอ สะพาน'])
        expect(
          (await other.owner.request('POST', '/api/backup/restore', { ...name, ...(passphrase && { passphrase }) })).body,
        ).toMatchObject({ code: 'backup.passphrase' })
      // Another keyboard composes สระอำ otherwise.
      await other.owner.post('/api/backup/restore', { ...name, passphrase: `${PASSPHRASE.replace('ำ', '\u0e4d\u0e32')} ` })
      expect((await other.container.restores.finished()).counts).toMatchObject({ customer: 1 })
      await other.stop()
      await other.start()
      // It goes on encrypting.
      const again = await other.owner.post<BackupRun & { file: string }>('/api/backup')
      expect(existsSync(join(again.folder, again.file, 'samphan.db.enc'))).toBe(true)
    } finally {
      await other.close()
    }
  })

  it.each([
    ['cut off', (path: string) => cut(path)],
    ['cut at a chunk', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 2 * (65_536 + 16)))],
    ['altered', (path: string) => flip(path, 0.6)],
    [
      'in another order',
      (path: string) => {
        const [bytes, chunk] = [readFileSync(path), 65_536 + 16]
        writeFileSync(
          path,
          Buffer.concat([bytes.subarray(chunk, 2 * chunk), bytes.subarray(0, chunk), bytes.subarray(2 * chunk)]),
        )
      },
    ],
    ['of another backup', (path: string) => writeFileSync(path, readFileSync(join(path, '..', '..', other, 'samphan.db.enc')))],
  ])('that is %s is refused, and nothing is overwritten', async (_how, harm) => {
    other = (await backups.make()).file
    office.now = new Date(office.now.getTime() + 60_000)
    const run = await backups.make()
    harm(join(run.path, 'samphan.db.enc'))
    expect((await backups.restore(run)).body).toMatchObject({ code: 'backup.damaged' })
    expect(readdirSync(backups.inData()).filter((name) => name.includes('restored'))).toEqual([])
    expect(await backups.titles()).toEqual(['ก่อนสำรอง'])
  })

  it('is not made open when the key is lost: it says so instead', async () => {
    rmSync(backups.inData('lan', 'backup-key.json'))
    expect((await office.owner.request('POST', '/api/backup', {})).body).toMatchObject({ code: 'backup.key_missing' })
    expect(await backups.notices()).toMatchObject([{ code: 'error.backup.key_missing' }])
    await backups.encrypt(null)
    expect((await backups.make()).state).toBe('good')
  })

  it('has a passphrase that is not guessed', async () => {
    for (const passphrase of ['short', 'passwordpassword', '123456789012', 'ปั๊มไทยรุ่งเรือง'])
      expect((await office.owner.request('PUT', '/api/backup/passphrase', { passphrase })).body).toMatchObject({
        code: 'backup.passphrase_weak',
      })
  })
})
