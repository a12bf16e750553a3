import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Route } from '../../core/contract/route.ts'
import type { EntityDef } from '../../core/entities/entity.ts'
import { projectFolder } from '../../scripts/project-folder.ts'

const VERSION_FILE = 'core/contract/version.ts'
const CACHE = join(projectFolder, '.cache/skew')
/** What a server runs from its sources needs. */
const PARTS = ['core', 'server', 'migrations', 'resources', 'package.json']

/** One state of the product's sources that a server can be run from, and a window's contract read from. */
export type Build = {
  name: string
  folder: string
  version: number
  from: number
  routes: Record<string, Route>
  customer: EntityDef
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: projectFolder, encoding: 'utf8' }).trim()

/** The build of a folder, as its own sources say what it is. */
export async function buildIn(name: string, folder: string): Promise<Build> {
  const load = <T>(path: string) => import(pathToFileURL(join(folder, path)).href) as Promise<T>
  const { API_VERSION, SERVES_FROM } = await load<{ API_VERSION: number; SERVES_FROM: number }>(VERSION_FILE)
  const { ROUTES } = await load<{ ROUTES: Record<string, Route> }>('core/contract/routes.ts')
  const { Customer } = await load<{ Customer: EntityDef }>('core/entities/customer.ts')
  return { name, folder, version: API_VERSION, from: SERVES_FROM, routes: ROUTES, customer: Customer }
}

/**
 * The builds that an office may still have when its host is of this one: the last of the contract before, and the first of this contract,
 * which is told apart by nothing. Each is taken from the repository once; where there is none, the reason is said.
 */
export async function olderBuilds(current: number): Promise<{ builds: Build[]; missing: string[] }> {
  const builds: Build[] = []
  const missing: string[] = []
  const commits = commitsByVersion()
  if (typeof commits === 'string') return { builds, missing: [commits] }
  const wanted = [
    { what: `the last build of contract ${current - 1}`, commit: commits.find(({ version }) => version < current)?.last },
    { what: `the first build of contract ${current}`, commit: commits.find(({ version }) => version === current)?.first },
  ]
  for (const { what, commit } of wanted) {
    if (commit) builds.push(await buildIn(`${what} (${commit.slice(0, 8)})`, unpacked(commit)))
    else missing.push(`${what}: the repository has none`)
  }
  return { builds, missing }
}

/** The commits between which each number of the contract held, the newest number first; or why they are not known. */
function commitsByVersion(): { version: number; first: string; last: string }[] | string {
  try {
    if (git('rev-parse', '--is-shallow-repository') === 'true')
      return 'the repository is a shallow copy: older builds are not in it'
    const changed = git('log', '--first-parent', '--format=%H', '--', VERSION_FILE).split('\n').filter(Boolean)
    const held: { version: number; first: string; last: string }[] = []
    for (const [at, commit] of changed.entries()) {
      const said = /API_VERSION = (\d+)/.exec(git('show', `${commit}:${VERSION_FILE}`))?.[1]
      if (said === undefined) continue
      const version = Number(said)
      const known = held.find((each) => each.version === version)
      const next = changed[at - 1]
      if (known) known.first = commit
      else
        held.push({ version, first: commit, last: next === undefined ? git('rev-parse', 'HEAD') : git('rev-parse', `${next}^`) })
    }
    return held
  } catch (error) {
    return `the history cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
  }
}

function unpacked(commit: string): string {
  const folder = join(CACHE, commit)
  if (existsSync(folder)) return folder
  const half = `${folder}.half`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  execFileSync('git', ['archive', '--format=tar', '-o', join(half, 'build.tar'), commit, ...PARTS], { cwd: projectFolder })
  execFileSync('tar', ['-xf', 'build.tar'], { cwd: half })
  rmSync(join(half, 'build.tar'))
  renameSync(half, folder)
  return folder
}

/** This build as it would be if the contract's number were higher: what is done by the number alone shows before there is another. */
export function raisedBuild(by: number, current: number): Promise<Build> {
  const folder = join(CACHE, `raised-${by}`)
  rmSync(folder, { recursive: true, force: true })
  for (const part of PARTS) cpSync(join(projectFolder, part), join(folder, part), { recursive: true })
  const path = join(folder, VERSION_FILE)
  writeFileSync(path, readFileSync(path, 'utf8').replace(`API_VERSION = ${current}`, `API_VERSION = ${current + by}`))
  return buildIn(`this build as contract ${current + by}`, folder)
}

/** Starts a build's server; the packages are those of today. */
export const spawnBuild = ({ folder }: Build, dataFolder: string, token: string) =>
  spawn(process.execPath, ['server/main.ts', '--data', dataFolder, '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, SAMPHAN_TOKEN: token },
  })
