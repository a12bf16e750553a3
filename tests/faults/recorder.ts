import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** One thing that a process told the disk, in the order of time (seconds since 1970, to the microsecond). */
export type DiskEvent =
  | { at: number; kind: 'write'; path: string; offset: number; data: Buffer }
  | { at: number; kind: 'truncate'; path: string; size: number }
  | { at: number; kind: 'sync'; path: string }
  | { at: number; kind: 'create'; path: string }
  | { at: number; kind: 'rename'; from: string; to: string }
  | { at: number; kind: 'remove'; path: string }
  | { at: number; kind: 'folder'; path: string }

const CALLS = 'openat,close,pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat2,unlink,unlinkat,mkdir,mkdirat,lseek'

/** Writes down every call by which a process changes the disk, from now until it ends. */
export async function record(child: ChildProcess, into: string): Promise<ChildProcess> {
  // One file a thread: in one file together, calls that wait are torn in two.
  const tracer = spawn(
    'strace',
    [
      '-ff',
      '-ttt',
      '-q',
      '-y',
      '-xx',
      '-s',
      '4194304',
      '-e',
      `trace=${CALLS}`,
      '-e',
      'signal=none',
      '-o',
      into,
      '-p',
      String(child.pid),
    ],
    { stdio: 'ignore' },
  )
  while (!readdirSync(dirname(into)).some((name) => name.startsWith(basename(into)))) await pause(20)
  await pause(500)
  return tracer
}

/** Reads what was recorded, as far as it concerns a folder. */
export function recorded(into: string, folder: string): DiskEvent[] {
  const events: DiskEvent[] = []
  for (const name of readdirSync(dirname(into)).filter((each) => each.startsWith(basename(into))))
    for (const line of readFileSync(`${dirname(into)}/${name}`, 'latin1').split('\n')) {
      const event = eventOf(line)
      if (event && pathsOf(event).every((path) => path.startsWith(folder))) events.push(event)
    }
  const inOrder = events.sort((a, b) => a.at - b.at)
  return withOffsets(inOrder)
}

const pathsOf = (event: DiskEvent): string[] => (event.kind === 'rename' ? [event.from, event.to] : [event.path])

/** With `-y` each descriptor brings its path, and with `-xx` every string is hexadecimal. */
const LINE = /^(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\d+)/

function eventOf(line: string): DiskEvent | undefined {
  const [, time, call, args, result] = LINE.exec(line) ?? []
  if (time === undefined || call === undefined || args === undefined || Number(result) < 0) return undefined
  const at = Number(time)
  const path = unhex(/^\d+<([^>]*)>/.exec(args)?.[1] ?? '').toString()
  const strings = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => unhex(hex ?? ''))
  switch (call) {
    case 'pwrite64':
    case 'write': {
      const data = strings[0] ?? Buffer.alloc(0)
      const offset = call === 'write' ? -1 : Number(/, (\d+)$/.exec(args)?.[1])
      return { at, kind: 'write', path, offset, data: data.subarray(0, Number(result)) }
    }
    case 'fsync':
    case 'fdatasync':
      return { at, kind: 'sync', path }
    case 'ftruncate':
      return { at, kind: 'truncate', path, size: Number(/, (\d+)$/.exec(args)?.[1]) }
    case 'openat':
      return args.includes('O_CREAT') ? { at, kind: 'create', path: String(strings[0]) } : undefined
    case 'rename':
    case 'renameat2':
      return { at, kind: 'rename', from: String(strings[0]), to: String(strings[1]) }
    case 'unlink':
    case 'unlinkat':
      return { at, kind: 'remove', path: String(strings[0]) }
    case 'mkdir':
    case 'mkdirat':
      return { at, kind: 'folder', path: String(strings[0]) }
    default:
      return undefined
  }
}

const unhex = (text: string): Buffer =>
  text.includes('\\x') ? Buffer.from(text.replaceAll('\\x', ''), 'hex') : Buffer.from(text, 'latin1')

/** What is written without a place goes to the end of what the same file was given before. */
function withOffsets(events: DiskEvent[]): DiskEvent[] {
  const ends = new Map<string, number>()
  return events.map((event) => {
    if (event.kind === 'create') ends.set(event.path, 0)
    if (event.kind !== 'write' || event.offset >= 0) return event
    const offset = ends.get(event.path) ?? 0
    ends.set(event.path, offset + event.data.length)
    return { ...event, offset }
  })
}
