import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectFolder } from './project-folder.ts'

const packageFolder = join(projectFolder, 'node_modules/electron')
const failureNote = join(projectFolder, 'node_modules/.cache/samphan/electron-download-failed')
const dayMs = 24 * 60 * 60 * 1000
const downloadTimeoutMs = 5 * 60 * 1000

/**
 * The Electron program of this machine: `SAMPHAN_ELECTRON`, else the one that the electron package downloads, which is
 * tried once a day at most and for five minutes at most.
 * @returns its path, or the reason in a few words why there is none
 */
export function findElectron(): { path: string } | { missing: string } {
  const given = process.env.SAMPHAN_ELECTRON
  if (given) return existsSync(given) ? { path: given } : { missing: `SAMPHAN_ELECTRON names ${given}, which does not exist` }
  const present = downloadedBinary()
  if (present !== undefined) return { path: present }
  if (failedToday()) return { missing: 'Electron could not be downloaded today' }
  if (!existsSync(join(packageFolder, 'install.js'))) return { missing: 'the electron package is not installed' }
  console.log('Downloading Electron (about 120 MB, once)…')
  spawnSync(process.execPath, [join(packageFolder, 'install.js')], { stdio: 'ignore', timeout: downloadTimeoutMs })
  const downloaded = downloadedBinary()
  if (downloaded !== undefined) return { path: downloaded }
  mkdirSync(dirname(failureNote), { recursive: true })
  writeFileSync(failureNote, '')
  return { missing: 'Electron could not be downloaded' }
}

/** True where a window can be shown: always on Windows and macOS, on Linux with an X11 or Wayland session. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** The arguments Electron needs before the app's own; Chromium refuses to run as root with its sandbox. */
export function electronArguments(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox', projectFolder] : [projectFolder]
}

function downloadedBinary(): string | undefined {
  const nameFile = join(packageFolder, 'path.txt')
  if (!existsSync(nameFile)) return undefined
  const path = join(packageFolder, 'dist', readFileSync(nameFile, 'utf8'))
  return existsSync(path) ? path : undefined
}

function failedToday(): boolean {
  return existsSync(failureNote) && Date.now() - statSync(failureNote).mtimeMs < dayMs
}
