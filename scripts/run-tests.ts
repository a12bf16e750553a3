import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectFolder } from './project-folder.ts'
import { type StepName, stepNames, steps, type Totals } from './test-steps.ts'

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

/** Runs the chosen steps, all of them also after a failure, and prints one last line of totals. */
async function runTests(): Promise<number> {
  const { steps: wanted, files } = chosen()
  const byStep: Partial<Record<StepName, Totals>> = {}
  const sum: Totals = { passed: 0, failed: 0, skipped: 0 }
  for (const step of steps.filter(({ name }) => wanted.has(name))) {
    console.log(`\n── ${step.title}`)
    const startedAt = performance.now()
    const totals = await step.run(files).catch((error: unknown) => {
      console.error(error)
      return { passed: 0, failed: 1, skipped: 0 }
    })
    byStep[step.name] = totals
    for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += totals[key]
    console.log(`${step.title}: ${sentence(totals)} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
  }
  mkdirSync(join(projectFolder, 'test-results'), { recursive: true })
  writeFileSync(join(projectFolder, 'test-results/summary.json'), JSON.stringify(byStep, null, 2))
  const failed = Object.entries(byStep).filter(([, totals]) => totals.failed > 0)
  if (failed.length > 0) console.log(`\nFailed: ${failed.map(([name]) => name).join(', ')}`)
  console.log(sentence(sum))
  return sum.failed > 0 ? 1 : 0
}

function sentence({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

process.exitCode = await runTests()
