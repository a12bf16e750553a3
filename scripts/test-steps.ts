import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findChromium, findXvfb } from './browsers.ts'
import { buildChanged } from './build.ts'
import { findElectron, hasDisplay } from './electron-binary.ts'
import { findPostgres } from './postgres-binary.ts'
import { projectFolder } from './project-folder.ts'
import { type FailedTest, failedInPlaywright, failedInVitest, type PlaywrightReport, type VitestReport } from './test-reports.ts'

/** How many tests of a step passed, failed and were skipped. */
export interface Totals {
  passed: number
  failed: number
  skipped: number
  /** the failed tests, where the step knows them by name */
  failures?: FailedTest[]
}

/** A part of the test run; its totals count types, lint and dead code as one test each. */
export interface Step {
  name: StepName
  title: string
  /** @param files the test files to run; without any, all of the step's */
  run: (files: string[]) => Promise<Totals>
}

export const stepNames = ['types', 'lint', 'dead', 'unit', 'api', 'postgres', 'e2e', 'desktop'] as const
export type StepName = (typeof stepNames)[number]

const resultsFolder = join(projectFolder, 'test-results')
const nothing: Totals = { passed: 0, failed: 0, skipped: 0 }

/** The steps in the order in which they tell most for the time they take. */
export const steps: Step[] = [
  { name: 'types', title: 'Types', run: async () => check('node_modules/typescript/bin/tsc', ['-b']) },
  { name: 'lint', title: 'Lint', run: async () => check('node_modules/@biomejs/biome/bin/biome', ['check']) },
  { name: 'dead', title: 'Dead code', run: async () => check('node_modules/knip/bin/knip.js', ['--no-progress']) },
  {
    name: 'unit',
    title: 'Architecture, unit and database',
    run: async (files) => vitest('unit', ['architecture', 'unit', 'db'], files),
  },
  { name: 'api', title: 'API', run: async (files) => vitest('api', ['api'], files) },
  { name: 'postgres', title: 'API on PostgreSQL', run: onPostgres },
  { name: 'e2e', title: 'End to end in Chromium', run: endToEnd },
  { name: 'desktop', title: 'Desktop app', run: desktop },
]

function check(program: string, args: string[]): Totals {
  return runNode(program, args) === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 }
}

function vitest(name: string, projects: string[], files: string[]): Totals {
  const report = freshReport(name)
  const args = ['run', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const status = runNode('node_modules/vitest/vitest.mjs', [
    ...args,
    ...projects.flatMap((project) => ['--project', project]),
    ...files,
  ])
  const counts = readJson<VitestReport>(report)
  if (counts === undefined) return status === 0 ? nothing : { ...nothing, failed: 1 }
  const totals = {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
    failures: failedInVitest(counts),
  }
  return withCrash(totals, status)
}

/** The same API tests against a real PostgreSQL server, where there is one for this machine. */
async function onPostgres(files: string[]): Promise<Totals> {
  const server = findPostgres()
  if ('missing' in server) return skip(server.missing)
  const totals = vitest('postgres', ['api on PostgreSQL'], files)
  // A server that does not start leaves no test to fail.
  return totals.passed === 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals
}

async function endToEnd(files: string[]): Promise<Totals> {
  await buildChanged(['renderer', 'server'])
  const chromium = findChromium()
  if ('missing' in chromium) return skip(chromium.missing)
  return playwright('e2e', 'chromium', files, { CHROMIUM_PATH: chromium.path })
}

async function desktop(files: string[]): Promise<Totals> {
  const electron = findElectron()
  if ('missing' in electron) return skip(electron.missing)
  await buildChanged(['renderer', 'shell', 'server'])
  if (hasDisplay()) return playwright('desktop', 'desktop', files, { SAMPHAN_ELECTRON: electron.path })
  const xvfb = findXvfb()
  if ('missing' in xvfb) return skip(xvfb.missing)
  return playwright('desktop', 'desktop', files, { SAMPHAN_ELECTRON: electron.path }, [
    xvfb.path,
    '-a',
    '--server-args=-screen 0 1366x768x24',
  ])
}

function playwright(name: string, project: string, files: string[], env: Record<string, string>, wrapper: string[] = []): Totals {
  const report = freshReport(name)
  // A trace takes a third of a test's time: it is kept of the files that are asked for, such as those that failed and are run again.
  const trace = files.length > 0 ? ['--trace', 'retain-on-failure'] : []
  const args = ['test', '--project', project, '--reporter', 'list,json', '--pass-with-no-tests', ...trace, ...files]
  const status = runNode('node_modules/@playwright/test/cli.js', args, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, wrapper)
  const told = readJson<PlaywrightReport>(report)
  if (told === undefined) return status === 0 ? nothing : { ...nothing, failed: 1 }
  const { expected, unexpected, skipped } = told.stats
  return withCrash({ passed: expected, failed: unexpected, skipped, failures: failedInPlaywright(told) }, status)
}

// A runner may fail without a failed test: a file that does not load, an error outside any test.
function withCrash(totals: Totals, status: number): Totals {
  return status !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals
}

function skip(reason: string): Totals {
  console.log(`Skipped: ${reason}.`)
  return { ...nothing, skipped: 1 }
}

function runNode(program: string, args: string[], env: Record<string, string> = {}, wrapper: string[] = []): number {
  const [command, ...rest] = [...wrapper, process.execPath, join(projectFolder, program), ...args]
  const result = spawnSync(command!, rest, {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Without a locale Chromium, and Electron with it, takes no Thai file names.
    env: { ...process.env, LANG: process.env.LANG || 'C.UTF-8', ...env },
  })
  return result.status ?? 1
}

function freshReport(name: string): string {
  const report = join(resultsFolder, `${name}.json`)
  rmSync(report, { force: true })
  mkdirSync(dirname(report), { recursive: true })
  return report
}

function readJson<Report>(file: string): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined
}
