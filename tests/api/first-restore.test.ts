import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BackupFile, BackupRun } from '../../core/contract/backup.ts'
import { buildApp } from '../../server/app.ts'
import { type Container, createContainer } from '../../server/container.ts'
import { openIdentity } from '../../server/lan/office-identity.ts'
import { createLog } from '../../server/log.ts'
import { company, TestOffice, TOKEN } from '../support/test-office.ts'

const PASSPHRASE = 'น้ำตก กระต่าย ดินสอ สะพาน'

/** Another PC, on which Samphan was just installed. */
class NewPc {
  readonly folder = mkdtempSync(join(tmpdir(), 'samphan-new-'))
  container!: Container
  app!: FastifyInstance

  async start(): Promise<void> {
    this.container = await createContainer({
      dataFolder: this.folder,
      token: TOKEN,
      log: createLog('silent'),
      scheduled: false,
      readers: 1,
    })
    this.app = await buildApp(this.container)
  }

  async stop(): Promise<void> {
    await this.app.close()
    await this.container.close()
  }

  async ask<T>(method: 'GET' | 'POST', url: string, payload?: object): Promise<T> {
    const reply = await this.app.inject({
      method,
      url,
      headers: { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN },
      ...(payload && { payload }),
    })
    return reply.json()
  }
}

describe('a new PC', () => {
  let old: TestOffice
  let pc: NewPc
  let run: BackupRun & { file: string }
  let key: string
  beforeEach(async () => {
    old = await TestOffice.open()
    await old.owner.create('customer', { name: company('กตัญญูค้าวัสดุ') })
    key = (await openIdentity(join(old.folder, 'data', 'lan'), 'office', old.now)).keySha256
    await old.request('PUT', '/api/backup/plan', {
      targets: [join(old.folder, 'usb', 'สำรอง')],
      time: '01:30',
      keep: { allDays: 2, daily: 14, weekly: 8, monthly: 12 },
    })
    await old.request('PUT', '/api/backup/passphrase', { passphrase: PASSPHRASE })
    run = await old.owner.post('/api/backup')
    await old.container.backups.settled()
    pc = new NewPc()
    await pc.start()
  })
  afterEach(async () => {
    await pc.stop()
    rmSync(pc.folder, { recursive: true, force: true })
    await old.close()
  })

  it('is given its office by whoever points at the stick, and has the key by which the devices know it', async () => {
    for (const folder of [run.folder, join(run.folder, run.file), dirname(run.folder)]) {
      const { files } = await pc.ask<{ files: BackupFile[] }>('POST', '/api/setup/backups', { folder })
      expect(files, folder).toMatchObject([{ name: run.file, asks: true, counts: { customer: 1 }, drill: { ok: true } }])
    }
    const chosen = { folder: run.folder, name: run.file }
    expect(await pc.ask('POST', '/api/setup/restore', chosen)).toMatchObject({ code: 'backup.passphrase' })
    expect(await pc.ask('POST', '/api/setup/restore', { ...chosen, passphrase: 'ผิดแน่นอนเลยนะ' })).toMatchObject({
      code: 'backup.passphrase',
    })
    expect(await pc.ask('GET', '/api/session')).toMatchObject({ state: 'setup' })
    await pc.ask('POST', '/api/setup/restore', { ...chosen, passphrase: PASSPHRASE })
    await pc.container.restores.finished()
    expect(await pc.ask('GET', '/api/backup/restore')).toMatchObject({ state: 'ready', counts: { customer: 1 } })
    await pc.stop()
    await pc.start()
    expect(await pc.ask('GET', '/api/session')).toMatchObject({ state: 'ready', company: { name: 'ปั๊มไทยรุ่งเรือง' } })
    expect((await openIdentity(join(pc.folder, 'lan'), 'office', new Date())).keySha256).toBe(key)
    // Once it is somebody's, this way is closed.
    expect(await pc.ask('POST', '/api/setup/backups', { folder: run.folder })).toMatchObject({ code: 'setup.done' })
  })

  it('is given it from a terminal, by the passphrase of the environment and never by an argument', {
    timeout: 60_000,
  }, async () => {
    const path = join(run.folder, run.file)
    const data = join(pc.folder, 'by-command')
    const command = (passphrase: string, ...more: string[]) =>
      new Promise<{ code?: string; customer?: number }>((resolve) => {
        const env = { ...process.env, SAMPHAN_PASSPHRASE: passphrase }
        const args = ['server/cli.ts', 'restore', path, '--data', data, '--json', ...more]
        execFile(process.execPath, args, { env }, (_error, out) => {
          const { error, counts } = JSON.parse(out) as { error?: { code: string }; counts?: { customer: number } }
          resolve({ ...(error && { code: error.code }), ...(counts && { customer: counts.customer }) })
        })
      })
    expect(await command('', '--passphrase', PASSPHRASE)).toEqual({ code: 'command.option' })
    expect(await command('ผิดแน่นอนเลยนะ')).toEqual({ code: 'backup.passphrase' })
    expect(await command(PASSPHRASE)).toEqual({ customer: 1 })
    expect((await openIdentity(join(data, 'lan'), 'office', new Date())).keySha256).toBe(key)
  })

  it('says so where there is no backup', async () => {
    expect(await pc.ask('POST', '/api/setup/backups', { folder: pc.folder })).toMatchObject({ code: 'backup.none_there' })
    expect(await pc.ask('POST', '/api/setup/backups', { folder: '/nowhere/at/all' })).toMatchObject({ code: 'backup.none_there' })
  })
})
