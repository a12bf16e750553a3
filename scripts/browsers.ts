import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './project-folder.ts'

type Found = { path: string } | { missing: string }

const desktopLibraries = ['xvfb', 'xauth', 'libgtk-3-0', 'libnss3', 'libasound2', 'libxss1', 'libxtst6', 'libgbm1']
const downloadTimeoutMs = 5 * 60 * 1000

/**
 * The Chromium for the browser tests: `CHROMIUM_PATH`, the system's, Playwright's own; else it is installed, by
 * Playwright or, on Debian as root, by apt.
 */
export function findChromium(): Found {
  const present = presentChromium()
  if (present !== undefined) return { path: present }
  console.log('Installing Chromium for the tests…')
  run(process.execPath, [join(projectFolder, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'])
  if (presentChromium() === undefined) installWithApt(['chromium'])
  const installed = presentChromium()
  return installed === undefined ? { missing: 'Chromium is not installed and could not be installed' } : { path: installed }
}

/** The program that runs another in a virtual display, installed by apt where that is possible. */
export function findXvfb(): Found {
  if (!existsSync('/usr/bin/xvfb-run')) installWithApt(desktopLibraries)
  return existsSync('/usr/bin/xvfb-run')
    ? { path: '/usr/bin/xvfb-run' }
    : { missing: 'there is no display, and Xvfb is not installed' }
}

function presentChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH, '/usr/bin/chromium', playwrightChromium()].find((path) => path && existsSync(path))
}

// Asked in a process of its own: the answer is kept inside the package and changes with its install command.
function playwrightChromium(): string | undefined {
  const question = "console.log(require('@playwright/test').chromium.executablePath())"
  const answer = spawnSync(process.execPath, ['-e', question], { cwd: projectFolder, encoding: 'utf8' })
  return answer.status === 0 ? answer.stdout.trim() : undefined
}

function installWithApt(packages: string[]): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages])
}

function run(command: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: downloadTimeoutMs, env })
}
