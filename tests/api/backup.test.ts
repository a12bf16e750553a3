import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BackupFile, BackupRun, Notice } from '../../core/contract/backup.ts'
import { openIdentity } from '../../server/lan/office-identity.ts'
import { company, type Person, type Reply, TestOffice } from '../support/test-office.ts'

type Status = {
  files: BackupFile[]
  lastGood?: BackupRun
  late: boolean
  encrypted: boolean
  targets: { folder: string; sameDisk: boolean }[]
}
const KEEP = { allDays: 2, daily: 14, weekly: 8, monthly: 12 }
const PASSPHRASE = 'น้ำตก กระต่าย ดินสอ สะพาน'

let office: TestOffice
beforeEach(async () => {
  office = await TestOffice.open()
  await office.owner.create('customer', { name: company('ก่อนสำรอง') })
})
afterEach(async () => {
  await office.close()
})

const inData = (...path: string[]) => join(office.folder, 'data', ...path)
const status = () => office.owner.get<Status>('/api/backup')
const notices = async (person: Person = office.owner) => (await person.get<{ notices: Notice[] }>('/api/notices')).notices
const goTo = (...targets: string[]) => office.request('PUT', '/api/backup/plan', { targets, time: '01:30', keep: KEEP })
const encrypt = (passphrase: string | null) => office.request('PUT', '/api/backup/passphrase', { passphrase })

/** Backs up now and waits for the trial. */
async function backUp(): Promise<BackupRun & { file: string; path: string }> {
  const run = await office.owner.post<BackupRun & { file: string }>('/api/backup')
  await office.container.backups.settled()
  return { ...run, path: join(run.folder, run.file) }
}

/** Brings a backup back as the window does; the refusal where it was refused. */
async function restore(
  run: { folder: string; file: string },
  passphrase?: string,
): Promise<Reply<{ code?: string; counts?: Record<string, number> }>> {
  const begun = await office.owner.request('POST', '/api/backup/restore', {
    folder: run.folder,
    name: run.file,
    ...(passphrase && { passphrase }),
  })
  if (begun.status >= 300) return begun
  await office.container.restores.finished().catch(() => undefined)
  const state = await office.owner.get<{ state: string; error?: string; counts?: Record<string, number> }>('/api/backup/restore')
  return state.error ? { status: 422, body: { code: state.error } } : { status: 200, body: state }
}

const titles = async () => (await office.owner.list('customer')).rows.map((row) => row.title).sort()
async function restart(): Promise<void> {
  await office.stop()
  await office.start()
}

describe('a backup', () => {
  it('copies the office while it is in use, and comes back on the next start with what came after kept aside', async () => {
    const run = await backUp()
    expect(run.state).toBe('good')
    await office.owner.create('customer', { name: company('หลังสำรอง') })
    expect((await restore(run)).body.counts).toMatchObject({ customer: 1 })
    // Nothing is swapped under a running server.
    expect(await titles()).toHaveLength(2)
    await restart()
    expect(await titles()).toEqual(['ก่อนสำรอง'])
    expect(readdirSync(inData()).some((name) => name.includes('before-restore'))).toBe(true)
    await office.container.accessLog.flush()
    const log = await office.owner.get<{ entries: { action: string }[] }>('/api/access-log')
    expect(log.entries.map(({ action }) => action)).toContain('restore')
  })

  it('holds the key by which other devices know the office, and brings it back onto a PC that has another', async () => {
    const folder = inData('lan')
    const { keySha256 } = await openIdentity(folder, 'office', office.now)
    const run = await backUp()
    expect(statSync(join(run.path, 'office.pem')).mode & 0o077).toBe(0)
    rmSync(folder, { recursive: true })
    expect((await openIdentity(folder, 'office', office.now)).keySha256).not.toBe(keySha256)
    await restore(run)
    await restart()
    expect((await openIdentity(folder, 'office', office.now)).keySha256).toBe(keySha256)
    expect(readdirSync(folder).some((name) => name.includes('before-restore'))).toBe(true)
  })

  it('goes to every folder that was chosen, and one that is gone does not keep it from the others', async () => {
    const [usb, nas] = [join(office.folder, 'usb'), join(office.folder, 'nas')]
    await goTo(usb, nas)
    // The stick is pulled, and its mount point stays behind, empty.
    rmSync(usb, { recursive: true })
    mkdirSync(usb)
    const run = await backUp()
    expect(run).toMatchObject({ state: 'good', folder: nas })
    expect(readdirSync(usb)).toEqual([])
    expect(await notices()).toMatchObject([{ code: 'error.backup.target_missing', params: { folder: usb } }])
    const noi = await office.person('หน่อย', 'sales')
    expect(await notices(noi)).toEqual([])
    expect((await status()).targets).toMatchObject([
      { folder: usb, sameDisk: true, last: { state: 'failed' } },
      { folder: nas, last: { state: 'good' } },
    ])
  })

  it('is tried again in the next hour, not earlier, when its folder was gone, and the banner goes when it went well', async () => {
    const usb = join(office.folder, 'usb')
    await goTo(usb)
    rmSync(usb, { recursive: true })
    const { backups } = office.container
    const tries = async () => (await backups.runs()).length
    await backups.backUpWhatIsDue()
    await backups.backUpWhatIsDue()
    expect(await tries()).toBe(1)
    expect(await notices()).toHaveLength(1)
    await goTo()
    await goTo(usb)
    office.now = new Date(office.now.getTime() + 61 * 60_000)
    await backups.backUpWhatIsDue()
    await backups.settled()
    expect(await tries()).toBe(2)
    expect(await notices()).toEqual([])
  })

  it.runIf(process.getuid?.() !== 0)('says that it may not write there', async () => {
    const folder = join(office.folder, 'usb')
    await goTo(folder)
    chmodSync(folder, 0o500)
    expect((await office.owner.request('POST', '/api/backup', {})).body).toMatchObject({ code: 'backup.no_permission' })
    chmodSync(folder, 0o700)
  })

  it('refuses a folder that cannot be, and one that is no full path', async () => {
    for (const folder of [inData('samphan.db', 'no'), 'relative'])
      expect(
        (await office.owner.request('PUT', '/api/backup/plan', { targets: [folder], time: '01:30', keep: KEEP })).body,
      ).toMatchObject({
        code: 'backup.folder',
      })
  })

  it('clears away what a backup that was cut off left behind, but not what another office is writing there', async () => {
    const folder = join(office.folder, 'usb')
    await goTo(folder)
    for (const [name, written] of [
      ['samphan-20260101-013000-nightly.unfinished', new Date(0)],
      ['samphan-20260102-013000-nightly.unfinished', new Date('2100-01-01')],
    ] as const) {
      mkdirSync(join(folder, name, 'files'), { recursive: true })
      utimesSync(join(folder, name), written, written)
    }
    const { file } = await backUp()
    const names = readdirSync(folder).filter((name) => name.startsWith('samphan'))
    expect(names.sort()).toEqual(['samphan-20260102-013000-nightly.unfinished', file].sort())
  })

  it('refuses a name that is none of its backups, and a backup of a newer product, changing nothing', async () => {
    for (const file of ['../../etc', 'samphan-20200101-000000-manual', ''])
      expect((await restore({ folder: inData('backups'), file })).body).toMatchObject({ code: 'backup.not_a_backup' })
    const run = await backUp()
    const manifest = join(run.path, 'manifest.json')
    writeFileSync(manifest, JSON.stringify({ ...(JSON.parse(readFileSync(manifest, 'utf8')) as object), version: 99 }))
    expect((await restore(run)).body).toMatchObject({ code: 'backup.newer' })
    expect(existsSync(inData('samphan.db.restored'))).toBe(false)
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
    const run = await backUp()
    const [file] = (await status()).files
    expect(file?.drill).toMatchObject({ ok: true, files: 1 })
    expect(file?.drill?.tables).toBeGreaterThan(20)
    expect(file?.drill?.entries).toBeGreaterThan(0)
    expect(JSON.parse(readFileSync(join(run.path, 'drill.json'), 'utf8'))).toMatchObject({ ok: true })
    expect(readdirSync(inData('scratch'))).toEqual([])
    expect(await notices()).toEqual([])
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
      await backUp()
      const file = (await status()).files.find(({ name }) => name === run.file)
      if (file) expect(file.drill?.ok).toBe(false)
      const refused = await restore(run)
      expect(refused.status).toBeGreaterThanOrEqual(400)
      expect(existsSync(inData('samphan.db.restored'))).toBe(false)
    },
  )

  it('that failed for the newest backup raises the banner', async () => {
    const run = await backUp()
    flip(join(run.path, 'samphan.db'), 0.5)
    const generation = (await import('../../server/backup/manifest.ts')).readGeneration(run.folder, run.file)
    const { drillBackup } = await import('../../server/backup/drill.ts')
    const drill = await drillBackup(await generation, inData('scratch'), undefined, office.now.toISOString())
    expect(drill).toMatchObject({ ok: false, problem: 'backup.damaged' })
    await office.container.office.writeAlone((tx) =>
      tx.run("update backup_run set state = 'bad', detail = json_set(detail, '$.drill', json(?))", [JSON.stringify(drill)]),
    )
    expect(await notices()).toMatchObject([{ code: 'notice.backup_bad' }])
    expect((await status()).lastGood).toBeUndefined()
  })
})

describe('an encrypted backup', () => {
  beforeEach(() => encrypt(PASSPHRASE))

  it('holds nothing that can be read, and comes back with its passphrase on a PC that knows neither key', async () => {
    await openIdentity(inData('lan'), 'office', office.now)
    const run = await backUp()
    for (const name of readdirSync(run.path, { recursive: true }) as string[]) {
      const path = join(run.path, name)
      if (!statSync(path).isFile()) continue
      const bytes = readFileSync(path)
      expect(bytes.includes(Buffer.from('ก่อนสำรอง')), name).toBe(false)
      expect(bytes.includes('SQLite format'), name).toBe(false)
      expect(bytes.includes('PRIVATE KEY'), name).toBe(false)
    }
    expect(statSync(inData('lan', 'backup-key.json')).mode & 0o077).toBe(0)
    expect((await status()).files[0]).toMatchObject({ encrypted: true, asks: false, drill: { ok: true } })
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
    other = (await backUp()).file
    office.now = new Date(office.now.getTime() + 60_000)
    const run = await backUp()
    harm(join(run.path, 'samphan.db.enc'))
    expect((await restore(run)).body).toMatchObject({ code: 'backup.damaged' })
    expect(readdirSync(inData()).filter((name) => name.includes('restored'))).toEqual([])
    expect(await titles()).toEqual(['ก่อนสำรอง'])
  })

  it('is not made open when the key is lost: it says so instead', async () => {
    rmSync(inData('lan', 'backup-key.json'))
    expect((await office.owner.request('POST', '/api/backup', {})).body).toMatchObject({ code: 'backup.key_missing' })
    expect(await notices()).toMatchObject([{ code: 'error.backup.key_missing' }])
    await encrypt(null)
    expect((await backUp()).state).toBe('good')
  })

  it('has a passphrase that is not guessed', async () => {
    for (const passphrase of ['short', 'passwordpassword', '123456789012', 'ปั๊มไทยรุ่งเรือง'])
      expect((await office.owner.request('PUT', '/api/backup/passphrase', { passphrase })).body).toMatchObject({
        code: 'backup.passphrase_weak',
      })
  })
})

let other = ''

function flip(path: string, where: number): void {
  const bytes = readFileSync(path)
  const at = Math.floor(bytes.length * where)
  bytes[at] = (bytes[at] ?? 0) ^ 0x20
  writeFileSync(path, bytes)
}

function cut(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.subarray(0, bytes.length - 3000))
}

function sql(path: string, text: string): void {
  const db = new Sqlite(path)
  db.exec(text)
  db.close()
}
