import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BackupRun } from '../../core/contract/backup.ts'
import { openIdentity } from '../../server/lan/office-identity.ts'
import { Backups, cut, flip, KEEP } from '../support/backups.ts'
import { company, TestOffice } from '../support/test-office.ts'

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

async function restart(): Promise<void> {
  await office.stop()
  await office.start()
}

describe('a backup', () => {
  it('copies the office while it is in use, and comes back on the next start with what came after kept aside', async () => {
    const run = await backups.make()
    expect(run.state).toBe('good')
    await office.owner.create('customer', { name: company('หลังสำรอง') })
    expect((await backups.restore(run)).body.counts).toMatchObject({ customer: 1 })
    // Nothing is swapped under a running server.
    expect(await backups.titles()).toHaveLength(2)
    await restart()
    expect(await backups.titles()).toEqual(['ก่อนสำรอง'])
    expect(readdirSync(backups.inData()).some((name) => name.includes('before-restore'))).toBe(true)
    await office.container.accessLog.flush()
    const log = await office.owner.get<{ entries: { action: string }[] }>('/api/access-log')
    expect(log.entries.map(({ action }) => action)).toContain('restore')
  })

  it('holds the key by which other devices know the office, and brings it back onto a PC that has another', async () => {
    const folder = backups.inData('lan')
    const { keySha256 } = await openIdentity(folder, 'office', office.now)
    const run = await backups.make()
    expect(statSync(join(run.path, 'office.pem')).mode & 0o077).toBe(0)
    rmSync(folder, { recursive: true })
    expect((await openIdentity(folder, 'office', office.now)).keySha256).not.toBe(keySha256)
    await backups.restore(run)
    await restart()
    expect((await openIdentity(folder, 'office', office.now)).keySha256).toBe(keySha256)
    expect(readdirSync(folder).some((name) => name.includes('before-restore'))).toBe(true)
  })

  it('goes to every folder that was chosen, and one that is gone does not keep it from the others', async () => {
    const [usb, nas] = [join(office.folder, 'usb'), join(office.folder, 'nas')]
    await backups.goTo(usb, nas)
    // The stick is pulled, and its mount point stays behind, empty.
    rmSync(usb, { recursive: true })
    mkdirSync(usb)
    const run = await backups.make()
    expect(run).toMatchObject({ state: 'good', folder: nas })
    expect(readdirSync(usb)).toEqual([])
    expect(await backups.notices()).toMatchObject([{ code: 'error.backup.target_missing', params: { folder: usb } }])
    const noi = await office.person('หน่อย', 'sales')
    expect(await backups.notices(noi)).toEqual([])
    expect((await backups.status()).targets).toMatchObject([
      { folder: usb, sameDisk: true, last: { state: 'failed' } },
      { folder: nas, last: { state: 'good' } },
    ])
  })

  it('is tried again in the next hour, not earlier, when its folder was gone, and the banner goes when it went well', async () => {
    const usb = join(office.folder, 'usb')
    await backups.goTo(usb)
    rmSync(usb, { recursive: true })
    const { backups: service } = office.container
    const tries = async () => (await service.runs()).length
    await service.backUpWhatIsDue()
    await service.backUpWhatIsDue()
    expect(await tries()).toBe(1)
    expect(await backups.notices()).toHaveLength(1)
    await backups.goTo()
    await backups.goTo(usb)
    office.now = new Date(office.now.getTime() + 61 * 60_000)
    await service.backUpWhatIsDue()
    await service.settled()
    expect(await tries()).toBe(2)
    expect(await backups.notices()).toEqual([])
  })

  const isRoot = process.getuid?.() === 0
  if (isRoot) console.log('skipped: the tests run as root, who may write everywhere')
  it.skipIf(isRoot)('says that it may not write there', async () => {
    const folder = join(office.folder, 'usb')
    await backups.goTo(folder)
    chmodSync(folder, 0o500)
    expect((await office.owner.request('POST', '/api/backup', {})).body).toMatchObject({ code: 'backup.no_permission' })
    chmodSync(folder, 0o700)
  })

  it('older than 26 hours raises the banner, once a PC that was off had time to catch up', async () => {
    await backups.make()
    office.now = new Date(office.now.getTime() + 25 * 3600_000)
    expect(await backups.notices()).toEqual([])
    office.now = new Date(office.now.getTime() + 2 * 3600_000)
    expect(await backups.notices()).toMatchObject([{ code: 'notice.backup_late', at: expect.any(String) }])
    expect((await backups.status()).late).toBe(true)
    await restart()
    expect(await backups.notices()).toEqual([])
    office.now = new Date(office.now.getTime() + 20 * 60_000)
    expect(await backups.notices()).toHaveLength(1)
    await backups.make()
    expect(await backups.notices()).toEqual([])
  })

  it('of before there was a list of contents comes back, and is tried after the next one', async () => {
    const run = await backups.make()
    const path = join(run.path, 'manifest.json')
    const { format: _, contents: __, seal: ___, ...old } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    writeFileSync(path, JSON.stringify(old))
    for (const name of ['contents.json', 'drill.json']) rmSync(join(run.path, name))
    office.now = new Date(office.now.getTime() + 60_000)
    await backups.make()
    expect((await backups.status()).files.find(({ name }) => name === run.file)?.drill).toMatchObject({ ok: true })
    expect((await backups.restore(run)).body.counts).toMatchObject({ customer: 1 })
  })

  it('refuses a folder that cannot be, and one that is no full path', async () => {
    for (const folder of [backups.inData('samphan.db', 'no'), 'relative'])
      expect(
        (await office.owner.request('PUT', '/api/backup/plan', { targets: [folder], time: '01:30', keep: KEEP })).body,
      ).toMatchObject({
        code: 'backup.folder',
      })
  })

  it('clears away what a backup that was cut off left behind, but not what another office is writing there', async () => {
    const folder = join(office.folder, 'usb')
    await backups.goTo(folder)
    for (const [name, written] of [
      ['samphan-20260101-013000-nightly.unfinished', new Date(0)],
      ['samphan-20260102-013000-nightly.unfinished', new Date('2100-01-01')],
    ] as const) {
      mkdirSync(join(folder, name, 'files'), { recursive: true })
      utimesSync(join(folder, name), written, written)
    }
    const { file } = await backups.make()
    const names = readdirSync(folder).filter((name) => name.startsWith('samphan'))
    expect(names.sort()).toEqual(['samphan-20260102-013000-nightly.unfinished', file].sort())
  })

  it('refuses a name that is none of its backups, and a backup of a newer product, changing nothing', async () => {
    for (const file of ['../../etc', 'samphan-20200101-000000-manual', ''])
      expect((await backups.restore({ folder: backups.inData('backups'), file })).body).toMatchObject({
        code: 'backup.not_a_backup',
      })
    const run = await backups.make()
    const manifest = join(run.path, 'manifest.json')
    writeFileSync(manifest, JSON.stringify({ ...(JSON.parse(readFileSync(manifest, 'utf8')) as object), version: 99 }))
    expect((await backups.restore(run)).body).toMatchObject({ code: 'backup.newer' })
    expect(existsSync(backups.inData('samphan.db.restored'))).toBe(false)
    expect((await office.owner.request('POST', '/api/backup', {})).status).toBe(200)
  })
})

describe('the trial restore after a backup', () => {
  it('counts what came back and tells it in the list, and in the backup itself', async () => {
    const upload = new FormData()
    upload.append('file', new Blob(['ใบเสนอราคา']), 'ใบ.txt')
    const reply = await office.app.inject({
      method: 'POST',
      url: '/api/files',
      headers: { host: '127.0.0.1:4780', 'x-samphan-token': 'token-of-this-test' },
      payload: upload,
    })
    expect(reply.statusCode).toBe(200)
    const run = await backups.make()
    const [file] = (await backups.status()).files
    expect(file?.drill).toMatchObject({ ok: true, files: 1 })
    expect(file?.drill?.tables).toBeGreaterThan(20)
    expect(file?.drill?.entries).toBeGreaterThan(0)
    expect(JSON.parse(readFileSync(join(run.path, 'drill.json'), 'utf8'))).toMatchObject({ ok: true })
    expect(readdirSync(backups.inData('scratch'))).toEqual([])
    expect(await backups.notices()).toEqual([])
  })

  it.each([
    ['a byte of the database', (path: string) => flip(join(path, 'samphan.db'), 0.5)],
    ['the end of the database', (path: string) => cut(join(path, 'samphan.db'))],
    ['a row of it', (path: string) => sql(join(path, 'samphan.db'), 'delete from change where seq = 1')],
    ['the list of contents', (path: string) => flip(join(path, 'contents.json'), 0.5)],
    ['what the manifest promises', (path: string) => flip(join(path, 'manifest.json'), 0.3)],
  ])(
    'fails when %s is not as it was written, warns on every screen, and a restore of it changes nothing',
    async (_what, harm) => {
      const run = await office.owner.post<BackupRun & { file: string }>('/api/backup')
      await office.container.backups.settled()
      const path = join(run.folder, run.file)
      harm(path)
      // Tried again, as one of which nobody knows yet.
      rmSync(join(path, 'drill.json'))
      office.now = new Date(office.now.getTime() + 60_000)
      await backups.make()
      const file = (await backups.status()).files.find(({ name }) => name === run.file)
      if (file) expect(file.drill?.ok).toBe(false)
      const refused = await backups.restore(run)
      expect(refused.status).toBeGreaterThanOrEqual(400)
      expect(existsSync(backups.inData('samphan.db.restored'))).toBe(false)
    },
  )

  it('that failed for the newest backup raises the banner', async () => {
    const run = await backups.make()
    flip(join(run.path, 'samphan.db'), 0.5)
    const generation = (await import('../../server/backup/manifest.ts')).readGeneration(run.folder, run.file)
    const { drillBackup } = await import('../../server/backup/drill.ts')
    const drill = await drillBackup(await generation, backups.inData('scratch'), undefined, office.now.toISOString())
    expect(drill).toMatchObject({ ok: false, problem: 'backup.damaged' })
    await office.container.office.writeAlone((tx) =>
      tx.run("update backup_run set state = 'bad', detail = json_set(detail, '$.drill', json(?))", [JSON.stringify(drill)]),
    )
    expect(await backups.notices()).toMatchObject([{ code: 'notice.backup_bad' }])
    expect((await backups.status()).lastGood).toBeUndefined()
  })
})

function sql(path: string, text: string): void {
  const db = new Sqlite(path)
  db.exec(text)
  db.close()
}
