import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectFolder } from './project-folder.ts'

type Outcome = 'red' | 'GREEN: no test noticed' | 'does not apply' | 'names no test' | 'its test does not pass without it'

/**
 * Plants each defect of `tests/mutants/*.patch` in a copy of the work tree and runs the test that the patch's first line
 * names (`# test: tests/unit/thai/phone.test.ts`). A defect that no test notices is a hole in the suite.
 * @returns how many defects went unnoticed or could not be planted
 */
function runMutants(): number {
  const { positionals } = parseArgs({ allowPositionals: true })
  const patches = globSync('tests/mutants/*.patch', { cwd: projectFolder })
    .filter((patch) => positionals.length === 0 || positionals.some((part) => patch.includes(part)))
    .sort()
  const copy = copyWorkTree()
  try {
    const soundTests = new Map<string, boolean>()
    const outcomes = patches.map((patch) => {
      const outcome = plant(copy, patch, soundTests)
      console.log(`${outcome === 'red' ? 'red  ' : 'WRONG'}  ${patch}${outcome === 'red' ? '' : ` — ${outcome}`}`)
      return outcome
    })
    const wrong = outcomes.filter((outcome) => outcome !== 'red').length
    console.log(`${outcomes.length - wrong} of ${outcomes.length} planted defects turned the suite red.`)
    return wrong
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function plant(copy: string, patch: string, soundTests: Map<string, boolean>): Outcome {
  const file = join(projectFolder, patch)
  const test = /^# test: (\S+)/.exec(readFileSync(file, 'utf8'))?.[1]
  if (test === undefined) return 'names no test'
  // A test that fails anyway would make every defect look noticed.
  if (!soundTests.has(test)) soundTests.set(test, passes(copy, test))
  if (!soundTests.get(test)) return 'its test does not pass without it'
  if (!git(copy, ['apply', '--whitespace=nowarn', file])) return 'does not apply'
  try {
    return passes(copy, test) ? 'GREEN: no test noticed' : 'red'
  } finally {
    git(copy, ['apply', '--whitespace=nowarn', '--reverse', file])
  }
}

/** Whether a test passes in the copy; what is skipped for want of a browser or a server does not. */
function passes(copy: string, test: string): boolean {
  const step = stepOf(test)
  const { status } = spawnSync(process.execPath, ['scripts/run-tests.ts', '--only', step, test], { cwd: copy, stdio: 'ignore' })
  const summary = JSON.parse(readFileSync(join(copy, 'test-results/summary.json'), 'utf8')) as Record<string, { passed: number }>
  return status === 0 && (summary[step]?.passed ?? 0) > 0
}

/** The step of `npm test` that runs a file: its folder's name, but for those that share the unit step. */
function stepOf(test: string): string {
  const folder = test.split('/')[1] ?? ''
  return ['architecture', 'db'].includes(folder) ? 'unit' : folder
}

function copyWorkTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'samphan-mutants-'))
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectFolder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  for (const file of listed.stdout.split('\0').filter((name) => name !== '' && existsSync(join(projectFolder, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(projectFolder, file), join(copy, file))
  }
  symlinkSync(join(projectFolder, 'node_modules'), join(copy, 'node_modules'), 'junction')
  return copy
}

function git(folder: string, args: string[]): boolean {
  return spawnSync('git', args, { cwd: folder, stdio: 'ignore' }).status === 0
}

process.exitCode = runMutants() > 0 ? 1 : 0
