import { spawnSync } from 'node:child_process'

/** Why the system's calls cannot be watched or made to fail on this machine; undefined where they can. */
export function straceMissing(): string | undefined {
  if (process.platform !== 'linux') return 'the disk is made to fail with strace, which only Linux has'
  const { status, error } = spawnSync('strace', ['-e', 'inject=fsync:error=EIO:when=1', 'true'], { stdio: 'ignore' })
  if (error || status !== 0) return 'strace is not installed, or may not be used here'
  return undefined
}
