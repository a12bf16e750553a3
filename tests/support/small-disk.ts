import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of a few megabytes, so that it can be filled and freed. Only root on Linux can make one. */
export class SmallDisk {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Why there can be none on this machine; undefined where there can. */
  static missing(): string | undefined {
    if (process.platform !== 'linux') return 'a small disk is made with mount, which only Linux has'
    if (process.getuid?.() !== 0) return 'a small disk is made with mount, which takes root'
    const probe = mkdtempSync(join(tmpdir(), 'samphan-mount-'))
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', probe])
    if (status === 0) execFileSync('umount', [probe])
    rmSync(probe, { recursive: true })
    return status === 0 ? undefined : `mount is not permitted here: ${stderr}`
  }

  static make(megabytes: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), 'samphan-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder])
    return new SmallDisk(folder)
  }

  /** Writes until nothing goes in any more, but for as many bytes as are to be left. */
  fill(left = 0): void {
    const path = join(this.folder, 'filler')
    const file = openSync(path, 'a')
    try {
      for (const size of [1 << 20, 4096]) {
        const piece = Buffer.alloc(size)
        try {
          while (writeSync(file, piece) === size);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        }
      }
    } finally {
      closeSync(file)
    }
    if (left > 0) execFileSync('truncate', ['-s', `-${left}`, path])
  }

  free(): void {
    rmSync(join(this.folder, 'filler'), { force: true })
  }

  remove(): void {
    execFileSync('umount', ['-l', this.folder])
    rmSync(this.folder, { recursive: true, force: true })
  }
}
