import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Manifest, sealed } from '../../server/backup/manifest.ts'
import { thinShared } from '../../server/backup/shared-files.ts'
import { Backups, flip, PASSPHRASE } from '../support/backups.ts'
import { company, TestOffice } from '../support/test-office.ts'

const SHARED = 'samphan-files'
const HOUR_MS = 3600_000

describe('the files that records have attached', () => {
  let office: TestOffice
  let backups: Backups
  let place: string
  beforeEach(async () => {
    office = await TestOffice.open()
    backups = new Backups(office)
    place = mkdtempSync(join(tmpdir(), 'samphan-place-'))
    await backups.goTo(place)
  })
  afterEach(async () => {
    await office.close()
    rmSync(place, { recursive: true, force: true })
  })

  const attach = async (text: string): Promise<string> => {
    const upload = new FormData()
    upload.append('file', new Blob([text]), 'ใบ.txt')
    const reply = await office.app.inject({
      method: 'POST',
      url: '/api/files',
      headers: { host: '127.0.0.1:4780', 'x-samphan-token': office.container.token },
      payload: upload,
    })
    const file = reply.json() as { sha256: string; name: string; size: number }
    await office.owner.create('customer', { name: company(`มีไฟล์ ${text.slice(0, 9)}`), files: [{ id: 'f1', ...file }] })
    return file.sha256
  }
  const later = () => {
    office.now = new Date(office.now.getTime() + 60_000)
  }
  const shared = (folder = place): string[] =>
    (readdirSync(join(folder, SHARED), { recursive: true }) as string[]).filter((name) =>
      statSync(join(folder, SHARED, name)).isFile(),
    )
  const pathOf = (sha256: string) => join(place, SHARED, sha256.slice(0, 2), sha256)
  const inOffice = (sha256: string) => backups.inData('files', sha256.slice(0, 2), sha256)

  it('lie once beside all copies, however many there are, and come back with each', async () => {
    const [one, two] = [await attach('ใบเสนอราคา ๑'), await attach('ใบเสนอราคา ๒')]
    const first = await backups.make()
    const inode = statSync(pathOf(one)).ino
    later()
    const second = await backups.make()
    expect(
      shared()
        .map((name) => name.slice(-64))
        .sort(),
    ).toEqual([one, two].sort())
    expect(statSync(pathOf(one)).ino).toBe(inode)
    for (const { path } of [first, second]) expect(existsSync(join(path, 'files'))).toBe(false)
    expect((await backups.status()).files[0]).toMatchObject({ files: 2, drill: { ok: true, files: 2 } })
    rmSync(inOffice(one))
    expect((await backups.restore(first)).status).toBe(200)
    expect(readFileSync(inOffice(one), 'utf8')).toBe('ใบเสนอราคา ๑')
  })

  it('go when no copy needs them, whoever’s it is, and none goes while it is not known what one needs', async () => {
    const kept = await attach('ยังใช้')
    const run = await backups.make()
    const orphan = pathOf('ab'.repeat(32))
    const put = () => {
      mkdirSync(join(orphan, '..'), { recursive: true })
      writeFileSync(orphan, 'ไม่มีใครใช้')
    }
    put()
    const soon = new Date(Date.now() + HOUR_MS)
    const tomorrow = new Date(Date.now() + 24 * HOUR_MS)
    // What was put there a moment ago may belong to a copy under way.
    await thinShared(place, soon)
    expect(existsSync(orphan)).toBe(true)
    // Another office writes its copy here now.
    const underWay = join(place, 'samphan-20261122-183000-nightly.unfinished')
    mkdirSync(underWay)
    writeFileSync(join(underWay, 'files.list'), `${'ab'.repeat(32)}\n`)
    await thinShared(place, tomorrow)
    expect(existsSync(orphan)).toBe(true)
    rmSync(underWay, { recursive: true })
    const list = readFileSync(join(run.path, 'files.list'))
    for (const harm of [() => writeFileSync(join(run.path, 'files.list'), ''), () => rmSync(join(run.path, 'files.list'))]) {
      harm()
      await thinShared(place, tomorrow)
      expect([existsSync(orphan), existsSync(pathOf(kept))]).toEqual([true, true])
      writeFileSync(join(run.path, 'files.list'), list)
    }
    await thinShared(place, tomorrow)
    expect([existsSync(orphan), existsSync(pathOf(kept))]).toEqual([false, true])
    rmSync(run.path, { recursive: true })
    await thinShared(place, tomorrow)
    expect(shared()).toEqual([])
  })

  it('that a trial finds damaged make way for the office’s own in the next backup, for the copies of before, too', async () => {
    const sha256 = await attach('สัญญา')
    const first = await backups.make()
    flip(pathOf(sha256), 0.5)
    later()
    await backups.make()
    expect((await backups.status()).files[0]).toMatchObject({ drill: { ok: false, problem: 'backup.damaged' } })
    expect(await backups.notices()).toMatchObject([{ code: 'notice.backup_bad' }])
    later()
    await backups.make()
    expect((await backups.status()).files[0]).toMatchObject({ drill: { ok: true, files: 1 } })
    rmSync(inOffice(sha256))
    expect((await backups.restore(first)).status).toBe(200)
    expect(readFileSync(inOffice(sha256), 'utf8')).toBe('สัญญา')
  })

  it('tell nothing where there is a passphrase, and come back with it elsewhere', async () => {
    await backups.encrypt(PASSPHRASE)
    const sha256 = await attach('ความลับของลูกค้า')
    const run = await backups.make()
    const [name, ...others] = shared()
    expect(others).toEqual([])
    expect(name).not.toContain(sha256)
    expect(readFileSync(join(run.path, 'files.list'), 'utf8')).not.toContain(sha256)
    expect(readFileSync(join(place, SHARED, name ?? '')).includes('ความลับ')).toBe(false)
    later()
    await backups.make()
    expect(shared()).toEqual([name])
    const other = await TestOffice.open()
    try {
      const there = new Backups(other)
      expect((await there.restore(run, PASSPHRASE)).status).toBe(200)
      expect(readFileSync(there.inData('files', sha256.slice(0, 2), sha256), 'utf8')).toBe('ความลับของลูกค้า')
    } finally {
      await other.close()
    }
  })

  it('are missed in words by a copy that was taken away without them, and go along with one that is carried', async () => {
    const sha256 = await attach('ใบส่งของ')
    const run = await backups.make()
    const stick = mkdtempSync(join(tmpdir(), 'samphan-stick-'))
    const other = await TestOffice.open()
    const there = new Backups(other)
    try {
      cpSync(run.path, join(stick, 'alone', run.file), { recursive: true })
      const alone = { folder: join(stick, 'alone'), file: run.file }
      expect((await there.restore(alone)).body).toMatchObject({ code: 'backup.files_missing' })
      const carry = (to: string) =>
        office.owner.request<{ folder: string; code?: string }>('POST', '/api/backup/carry', {
          folder: run.folder,
          name: run.file,
          to,
        })
      expect((await carry('ไม่ใช่ที่อยู่เต็ม')).body.code).toBe('backup.folder')
      expect((await carry(join(stick, 'carried'))).body.folder).toBe(join(stick, 'carried', run.file))
      expect((await carry(join(stick, 'carried'))).body.code).toBe('backup.carried')
      expect((await there.restore({ folder: join(stick, 'carried'), file: run.file })).status).toBe(200)
      expect(readFileSync(there.inData('files', sha256.slice(0, 2), sha256), 'utf8')).toBe('ใบส่งของ')
      const logged = await office.container.office.connection.all("select 1 from access_log where action = 'export_office'")
      expect(logged).toHaveLength(1)
    } finally {
      await other.close()
      rmSync(stick, { recursive: true, force: true })
    }
  })

  it('come back from copies of before they were shared', async () => {
    const sha256 = await attach('เก่า')
    const run = await backups.make()
    const own = join(run.path, 'files', sha256.slice(0, 2), sha256)
    mkdirSync(join(own, '..'), { recursive: true })
    renameSync(pathOf(sha256), own)
    rmSync(join(run.path, 'files.list'))
    const at = join(run.path, 'manifest.json')
    const { needs: _, seal: __, ...manifest } = JSON.parse(readFileSync(at, 'utf8')) as Manifest
    writeFileSync(at, JSON.stringify(sealed({ ...manifest, format: 2 }, run.file, undefined)))
    rmSync(inOffice(sha256))
    expect((await backups.restore(run)).status).toBe(200)
    expect(readFileSync(inOffice(sha256), 'utf8')).toBe('เก่า')
  })
})
