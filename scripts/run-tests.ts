import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectFolder } from './project-folder.ts'
import type { FailedTest } from './test-reports.ts'
import { type Step, type StepName, stepNames, steps, type Totals } from './test-steps.ts'

/** `--only api,e2e` chooses steps; what follows are their test files. */
function chosen(): { steps: ReadonlySet<StepName>; files: string[] } {
  const { values, positionals: files } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } })
  if (values.only === undefined && files.length > 0) throw new Error('Files need --only with the steps that they belong to.')
  if (values.only === undefined) return { steps: new Set(stepNames), files }
  const names = values.only.split(',')
  const unknown = names.filter((name) => !stepNames.some((known) => known === name))
  if (unknown.length > 0) throw new Error(`Unknown step: ${unknown.join(', ')}. There are: ${stepNames.join(', ')}.`)
  return { steps: new Set(stepNames.filter((name) => names.includes(name))), files }
}

/** More failed files than this are no matter of a busy machine. */
const MOST_FILES_AGAIN = 5

/**
 * Runs the chosen steps, all of them also after a failure, and prints what failed and one last line of totals.
 * Files with failed tests are run once more by themselves: on a busy machine a wait may be too short. What passes then counts as
 * passed and is told; a defect fails twice.
 */
async function runTests(): Promise<number> {
  const { steps: wanted, files } = chosen()
  const byStep: Partial<Record<StepName, Totals>> = {}
  const failures: FailedTest[] = []
  const unsteady: FailedTest[] = []
  const sum: Totals = { passed: 0, failed: 0, skipped: 0 }
  for (const step of steps.filter(({ name }) => wanted.has(name))) {
    console.log(`\n── ${step.title}`)
    const startedAt = performance.now()
    const first = await run(step, files)
    const again = [...new Set(first.failures?.map(({ file }) => file))]
    const second = again.length > 0 && again.length <= MOST_FILES_AGAIN ? await run(step, again) : first
    const totals = { passed: first.passed + first.failed - second.failed, failed: second.failed, skipped: first.skipped }
    byStep[step.name] = totals
    failures.push(...(second.failures ?? []))
    unsteady.push(
      ...(first.failures ?? []).filter(
        ({ file, title }) => !second.failures?.some((still) => still.file === file && still.title === title),
      ),
    )
    for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += totals[key]
    console.log(`${step.title}: ${sentence(totals)} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
  }
  mkdirSync(join(projectFolder, 'test-results'), { recursive: true })
  writeFileSync(join(projectFolder, 'test-results/summary.json'), JSON.stringify(byStep, null, 2))
  const failed = Object.entries(byStep).filter(([, totals]) => totals.failed > 0)
  tell('Passed only when run again', unsteady)
  tell('Failed', failures)
  if (failed.length > 0) console.log(`\nFailed: ${failed.map(([name]) => name).join(', ')}`)
  console.log(sentence(sum))
  return sum.failed > 0 ? 1 : 0
}

/** A step that cannot even start counts as one failure. */
async function run(step: Step, files: string[]): Promise<Totals> {
  try {
    return await step.run(files)
  } catch (error) {
    console.error(error)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

function tell(title: string, tests: FailedTest[]): void {
  for (const { file, title: name, message } of tests) console.log(`\n${title}: ${file} › ${name}\n  ${message}`)
}

function sentence({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

process.exitCode = await runTests()
