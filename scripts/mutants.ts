import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectFolder } from './project-folder.ts'

type Outcome = 'red' | 'GREEN: no test noticed' | 'does not apply' | 'names no test' | 'its test fails without it'

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
  if (!soundTests.get(test)) return 'its test fails without it'
  if (!git(copy, ['apply', '--whitespace=nowarn', file])) return 'does not apply'
  try {
    return passes(copy, test) ? 'GREEN: no test noticed' : 'red'
  } finally {
    git(copy, ['apply', '--whitespace=nowarn', '--reverse', file])
  }
}

function passes(copy: string, test: string): boolean {
  const runner = /^tests\/(e2e|desktop)\//.test(test)
    ? ['node_modules/@playwright/test/cli.js', 'test', test]
    : ['node_modules/vitest/vitest.mjs', 'run', '--project', projectOf(test), test]
  return spawnSync(process.execPath, runner, { cwd: copy, stdio: 'ignore' }).status === 0
}

const projectOf = (test: string): string =>
  test.startsWith('tests/postgres/') ? 'api on PostgreSQL' : (test.split('/')[1] ?? '')

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
