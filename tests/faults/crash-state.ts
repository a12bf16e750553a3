import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { Random } from '../../server/features/demo/random.ts'
import type { DiskEvent } from './recorder.ts'

export const WAYS = ['dropped', 'shuffled', 'torn'] as const
/** What the disk does with what it was not told to keep: nothing of it arrives, some of it in any order, some of it cut in sectors. */
export type Way = (typeof WAYS)[number]

const SECTOR = 512
/** What is kept back for a full disk, and what is made anew at each start. */
const NO_DATA = new Set(['samphan.reserve', 'samphan.lock', 'samphan.db-shm'])

/** A disk as it is at rest: files by path below the folder, and folders. */
export type Disk = { files: Map<string, Buffer>; folders: Set<string> }

export function readDisk(folder: string): Disk {
  const disk: Disk = { files: new Map(), folders: new Set() }
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (statSync(join(folder, path)).isDirectory()) disk.folders.add(path)
    else if (!NO_DATA.has(basename(path))) disk.files.set(path, readFileSync(join(folder, path)))
  return disk
}

/**
 * What could lie on the disk if the power had failed after the first `upTo` events. What was synced is there; the rest is as the way and
 * chance have it. A name (a file made, renamed, removed) is kept by a sync of its folder, or of the file itself when it was made.
 */
export function crashState(base: Disk, events: readonly DiskEvent[], root: string, upTo: number, way: Way, random: Random): Disk {
  const before = events.slice(0, upTo)
  const lastSync = new Map<string, number>()
  before.forEach((event, at) => {
    if (event.kind === 'sync') lastSync.set(event.path, at)
  })
  const synced = (path: string, at: number) => (lastSync.get(path) ?? -1) > at
  const arrives = () => way !== 'dropped' && random.chance(0.5)
  const files = new Map([...base.files].map(([path, content]) => [path, copyOf(content)]))
  const folders = new Set(base.folders)
  const name = (path: string) => relative(root, path)
  // What was written under a name that came later by a renaming belongs to the same file: its sync counts for both.
  const late: { event: Extract<DiskEvent, { kind: 'write' | 'truncate' }> }[] = []
  before.forEach((event, at) => {
    switch (event.kind) {
      case 'write':
      case 'truncate':
        if (synced(event.path, at)) apply(files, name(event.path), event)
        else if (arrives()) late.push({ event: way === 'torn' && event.kind === 'write' ? torn(event, random) : event })
        break
      case 'create':
        if (!files.has(name(event.path)) && (synced(dirname(event.path), at) || synced(event.path, at) || arrives()))
          files.set(name(event.path), Buffer.alloc(0))
        break
      case 'folder':
        if (synced(dirname(event.path), at) || arrives()) folders.add(name(event.path))
        break
      case 'rename':
        if (synced(dirname(event.to), at) || arrives()) {
          const content = files.get(name(event.from))
          if (content) files.set(name(event.to), content)
          files.delete(name(event.from))
        }
        break
      case 'remove':
        if (synced(dirname(event.path), at) || arrives()) files.delete(name(event.path))
        break
      case 'sync':
        break
    }
  })
  const order =
    way === 'shuffled'
      ? late.map((each) => ({ each, key: random.next() })).sort((a, b) => a.key - b.key)
      : late.map((each) => ({ each }))
  for (const { each } of order) if (files.has(name(each.event.path))) apply(files, name(each.event.path), each.event)
  return { files, folders }
}

/** With memory of its own, so that it can grow into it. */
function copyOf(content: Buffer): Buffer {
  const copy = Buffer.from(new ArrayBuffer(content.length))
  content.copy(copy)
  return copy
}

function apply(files: Map<string, Buffer>, path: string, event: Extract<DiskEvent, { kind: 'write' | 'truncate' }>): void {
  const content = files.get(path) ?? Buffer.alloc(0)
  if (event.kind === 'truncate') files.set(path, resized(content, event.size))
  else {
    const room = resized(content, Math.max(content.length, event.offset + event.data.length))
    event.data.copy(room, event.offset)
    files.set(path, room)
  }
}

/** The same bytes in another length. Files grow by many small writes: there is room for the next ones. */
function resized(content: Buffer, length: number): Buffer {
  if (length <= content.length) return content.subarray(0, length)
  if (content.byteOffset + length <= content.buffer.byteLength) {
    const longer = Buffer.from(content.buffer, content.byteOffset, length)
    longer.fill(0, content.length)
    return longer
  }
  const roomy = Buffer.from(new ArrayBuffer(length * 2), 0, length)
  content.copy(roomy)
  return roomy
}

/** Some sectors of a write only. */
function torn(event: Extract<DiskEvent, { kind: 'write' }>, random: Random): typeof event {
  const sectors = Math.ceil(event.data.length / SECTOR)
  const kept = random.whole(0, sectors)
  return { ...event, data: event.data.subarray(0, kept * SECTOR) }
}

export function writeDisk({ files, folders }: Disk, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const path of folders) mkdirSync(join(folder, path), { recursive: true })
  for (const [path, content] of files) {
    // A file whose folder's name was not kept is not found again.
    if (dirname(path) !== '.' && !folders.has(dirname(path))) continue
    writeFileSync(join(folder, path), content)
  }
}
