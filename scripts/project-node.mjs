// Runs on whatever Node started npm, so it keeps to syntax and modules that Node 18 has.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const nodeBinary = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** The exit code by which a host asks to be started again: a restored office waits to be opened. */
const restartExitCode = 75

/**
 * Installs what is missing, then runs one of the project's scripts on the Node that the project ships
 * and ends this process with the script's exit code.
 * @param {string} script path below the project folder, for example `scripts/start-app.ts`
 * @param {string[]} args passed to the script untouched
 * @returns {Promise<never>}
 */
export async function runOnProjectNode(script, args) {
  if (!isInstalled()) install()
  let child
  // A terminal sends Ctrl+C to the child as well, and then this process must only not end first.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'))
  for (;;) {
    const exitCode = await new Promise((resolve, reject) => {
      child = spawn(nodeBinary, [join(root, script), ...args], { stdio: 'inherit' })
      child.once('error', reject)
      child.once('exit', (code, signal) => resolve(code === null ? (signal === 'SIGINT' ? 130 : 143) : code))
    })
    if (exitCode !== restartExitCode) process.exit(exitCode)
  }
}

// Compares what the lock file asks for with what npm says it installed, by content: file times lie after a checkout or a copy.
function isInstalled() {
  if (!existsSync(nodeBinary)) return false
  const wanted = readPackages(join(root, 'package-lock.json'))
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (present === undefined) return false
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || entry.peer || (present[path] && present[path].version === entry.version),
  )
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}

function install() {
  console.log('Installing dependencies (a few minutes the first time)…')
  // Install scripts stay off but for Node's own, which fetches its binary: better-sqlite3 would otherwise be
  // compiled on machines whose npm knows no `allowScripts`, and its prebuilt binaries are already in the package.
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  npm(['rebuild', 'node', '--loglevel=error'])
}

function npm(args) {
  const cli = process.env.npm_execpath
  const viaCli = cli !== undefined && /\.c?js$/.test(cli)
  const result = viaCli
    ? spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (result.status === 0) return
  console.error(
    `Could not install the dependencies: "npm ${args.join(' ')}" failed. Check the connection and run the same command again.`,
  )
  process.exit(1)
}
