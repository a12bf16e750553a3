import type { AboutDesktop } from '../core/desktop-bridge.ts'

/** The system as people call it. */
export function platformName(): AboutDesktop['platform'] {
  if (process.platform === 'win32') return 'windows'
  return process.platform === 'darwin' ? 'macos' : 'linux'
}
