import { execFileSync } from 'node:child_process'
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { Random } from '../../server/features/demo/random.ts'

const DAMAGES = ['bit', 'byte', 'zeros', 'rubbish', 'page', 'cut'] as const
export type Damage = (typeof DAMAGES)[number]
const PAGE = 4096

/** Copies a folder with its dates, which say whether a database lies as it was left. */
export function copyFolder(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to])
}

/** Gives a file the date of another, to the nanosecond. */
export function dateLike(from: string, to: string): void {
  execFileSync('touch', ['-r', from, to])
}

/** Damages a file in one of the ways in which disks, cables and people do; says which. */
export function damage(path: string, random: Random): Damage {
  const file = openSync(path, 'r+')
  try {
    const { size } = fstatSync(file)
    const at = random.whole(0, Math.max(0, size - 1))
    const kind = size > PAGE ? random.pick(DAMAGES) : random.pick(['bit', 'byte', 'zeros', 'cut'] as const)
    const some = Math.min(random.whole(1, 512), size - at)
    switch (kind) {
      case 'bit': {
        const byte = Buffer.alloc(1)
        readSync(file, byte, 0, 1, at)
        writeSync(file, Buffer.from([(byte[0] ?? 0) ^ (1 << random.whole(0, 7))]), 0, 1, at)
        break
      }
      case 'byte':
        writeSync(file, Buffer.from([random.whole(0, 255)]), 0, 1, at)
        break
      case 'zeros':
        writeSync(file, Buffer.alloc(some), 0, some, at)
        break
      case 'rubbish':
        writeSync(file, Buffer.from(Array.from({ length: some }, () => random.whole(0, 255))), 0, some, at)
        break
      case 'page': {
        const page = at - (at % PAGE)
        writeSync(
          file,
          Buffer.alloc(Math.min(PAGE, size - page), random.chance(0.5) ? 0 : 0x5a),
          0,
          Math.min(PAGE, size - page),
          page,
        )
        break
      }
      case 'cut':
        ftruncateSync(file, at)
        break
    }
    return kind
  } finally {
    closeSync(file)
  }
}
