import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** A place where a database gets damaged: on another machine, or in a folder that a cloud service copies to and fro. */
export type RiskyPlace = { kind: 'network' } | { kind: 'synced'; by: string }

/** File systems whose disk is in another machine, by the names that Linux and macOS give them. */
const NETWORK =
  /^(?:nfs\d*|cifs|smb\d*|smbfs|afpfs|webdav|davfs\d*|9p|afs|ncpfs|ceph|glusterfs|lustre|vboxsf|vmhgfs|prl_fs|drvfs)$/
/** Through a program one reaches nearly always another machine; these few are local. */
const PROGRAM = /^(?:fuse\.|macfuse|osxfuse)/
const LOCAL_PROGRAM = /^fuse\.(?:fuse-overlayfs|lxcfs|mergerfs|bindfs|ntfs-3g|gocryptfs|encfs|veracrypt)$/

const SYNCED: readonly (readonly [name: RegExp, by: string])[] = [
  [/^OneDrive(?:$| - )/i, 'OneDrive'],
  [/^OneDrive-/i, 'OneDrive'],
  [/^(?:Google ?Drive(?:$|-)|My Drive$|ไดรฟ์ของฉัน$)/i, 'Google Drive'],
  [/^Dropbox(?:$| \()/i, 'Dropbox'],
  [/^(?:iCloudDrive|iCloud Drive|com~apple~CloudDocs)$/i, 'iCloud'],
  [/^(?:Nextcloud|ownCloud|pCloudDrive|Box Sync|Synology ?Drive|MEGA|MEGAsync)$/i, 'Cloud'],
]

/** Where a folder lies, or will lie, if that is a place that harms a database. */
export function riskyPlace(folder: string): RiskyPlace | undefined {
  const real = realPath(folder)
  if (process.platform === 'win32') return isShare(real) ? { kind: 'network' } : syncedPlace(real)
  const type = fileSystemOf(real, mounts())
  return type !== undefined && isNetwork(type) ? { kind: 'network' } : syncedPlace(real)
}

/** The folder as the system knows it, with links followed; of one that is not there yet, its nearest parent. On Windows a mapped drive becomes its share. */
function realPath(folder: string): string {
  let path = resolve(folder)
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path)
  const real = existsSync(path) ? realpathSync.native(path) : path
  return real + resolve(folder).slice(path.length)
}

/** `\\server\share`, also in its long form; `\\?\C:\` and `\\.\` are this machine. */
export const isShare = (path: string): boolean => /^(?:\\\\\?\\UNC\\|\\\\(?![?.]\\)|\/\/)/i.test(path)

export const isNetwork = (type: string): boolean => NETWORK.test(type) || (PROGRAM.test(type) && !LOCAL_PROGRAM.test(type))

export type Mount = { at: string; type: string }

/** The type of the file system that a path is on: that of the nearest mount above it, and of several at one place the last. */
export function fileSystemOf(path: string, mounted: readonly Mount[]): string | undefined {
  let nearest: Mount | undefined
  for (const mount of mounted) {
    const inside = mount.at === '/' || path === mount.at || path.startsWith(`${mount.at}/`)
    if (inside && mount.at.length >= (nearest?.at.length ?? 0)) nearest = mount
  }
  return nearest?.type
}

export function syncedPlace(path: string): RiskyPlace | undefined {
  for (const part of path.split(/[\\/]/)) {
    const known = SYNCED.find(([name]) => name.test(part))
    if (known) return { kind: 'synced', by: known[1] }
  }
  return undefined
}

function mounts(): Mount[] {
  try {
    return process.platform === 'darwin'
      ? readMac(execFileSync('/sbin/mount', { encoding: 'utf8' }))
      : readLinux(readFileSync('/proc/mounts', 'utf8'))
  } catch {
    // A system that does not tell is taken at its word: nothing is known against the folder.
    return []
  }
}

/** `//srv/data /mnt/data cifs rw 0 0`; blanks in names are written in octal. */
export function readLinux(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, at, type] = line.split(' ')
    const name = at?.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    return name && type ? [{ at: name, type }] : []
  })
}

/** `//ann@srv/data on /Volumes/data (smbfs, nodev)` */
export function readMac(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, at, type] = /^.* on (.+) \(([^,)]+)/.exec(line) ?? []
    return at && type ? [{ at, type }] : []
  })
}
