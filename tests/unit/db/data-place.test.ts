import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataFolder } from '../../../server/db/data-folder.ts'
import { fileSystemOf, isNetwork, isShare, readLinux, readMac, riskyPlace, syncedPlace } from '../../../server/db/data-place.ts'

describe('where a data folder lies', () => {
  it.each([
    ['/srv/office/data', false],
    ['/mnt/nas/office', true],
    ['/mnt/nas2/office', false],
    ['/mnt/the server/office', true],
    ['/home/ann/remote/a', true],
    ['/home/ann/remote-not', false],
    ['/mnt/usb/office', false],
    ['/mnt/c/Users', true],
  ])('%s: on the network %s', (path, network) => {
    const mounted = readLinux(
      [
        '/dev/sda1 / ext4 rw 0 0',
        'nas:/vol /mnt/nas nfs4 rw,vers=4.2 0 0',
        '//srv/a /mnt/the\\040server cifs rw 0 0',
        'ann@host:/ /home/ann/remote fuse.sshfs rw 0 0',
        '/dev/sdb1 /mnt/usb fuseblk rw 0 0',
        'C:\\134 /mnt/c 9p rw 0 0',
      ].join('\n'),
    )
    expect(isNetwork(fileSystemOf(path, mounted) ?? '')).toBe(network)
  })

  it('is known on macOS, too', () => {
    const mounted = readMac('/dev/disk3s1s1 on / (apfs, sealed)\n//ann@srv/data on /Volumes/data one (smbfs, nodev)\n')
    expect(isNetwork(fileSystemOf('/Volumes/data one/office', mounted) ?? '')).toBe(true)
    expect(isNetwork(fileSystemOf('/Users/ann', mounted) ?? '')).toBe(false)
  })

  it.each([
    ['\\\\srv\\share\\office', true],
    ['\\\\?\\UNC\\srv\\share', true],
    ['//srv/share', true],
    ['C:\\Samphan', false],
    ['\\\\?\\C:\\Samphan', false],
  ])('%s is a share: %s', (path, share) => expect(isShare(path)).toBe(share))

  it.each([
    ['C:\\Users\\ann\\OneDrive - Boonthavorn\\Samphan', 'OneDrive'],
    ['C:\\Users\\ann\\OneDrive\\Samphan', 'OneDrive'],
    ['/Users/ann/Library/CloudStorage/GoogleDrive-a@b.co/My Drive/x', 'Google Drive'],
    ['G:\\My Drive\\x', 'Google Drive'],
    ['/home/ann/Dropbox/office', 'Dropbox'],
    ['/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/x', 'iCloud'],
    ['/home/ann/dropboxes/office', undefined],
    ['C:\\OneDriveless\\x', undefined],
  ])('%s is copied by %s', (path, by) => expect(syncedPlace(path)).toEqual(by && { kind: 'synced', by }))

  it('is fine on this machine', () => expect(riskyPlace(join(tmpdir(), 'not there', 'yet'))).toBeUndefined())
})

describe('a data folder that another server has open', () => {
  let folder: string
  let holder: ChildProcess
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'samphan-held-'))
    holder = fork(new URL('../../support/hold-folder-process.ts', import.meta.url), [folder])
    await new Promise((resolve) => holder.once('message', resolve))
  })
  afterAll(() => {
    holder.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  it('is refused every time, and is free as soon as that one is gone, however it went', async () => {
    for (let at = 0; at < 20; at += 1)
      expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'database.locked' }))
    const gone = new Promise((resolve) => holder.once('exit', resolve))
    holder.kill('SIGKILL')
    await gone
    openDataFolder(folder).release()
    expect(existsSync(join(folder, 'samphan.lock'))).toBe(true)
  })
})
