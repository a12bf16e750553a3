import { relative } from 'node:path'
import { projectFolder } from './project-folder.ts'

/** A test that failed: its file, relative to the project's folder, its whole title, and the first line of what it said. */
export interface FailedTest {
  file: string
  title: string
  message: string
}

/** What is read of the report of Vitest's `json` reporter. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

interface PlaywrightSuite {
  specs: { title: string; file: string; ok: boolean; tests: { results: { error?: { message?: string } }[] }[] }[]
  suites?: PlaywrightSuite[]
}

/** What is read of the report of Playwright's `json` reporter. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; skipped: number }
  config: { rootDir: string }
  suites: PlaywrightSuite[]
}

/** @returns the failed tests of a report; a file that failed outside its tests stands for itself */
export function failedInVitest({ testResults }: VitestReport): FailedTest[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(projectFolder, name)
      const failed = assertionResults.filter(({ status }) => status === 'failed')
      if (failed.length === 0) return [{ file, title: 'outside its tests', message: firstLine(message) }]
      return failed.map(({ fullName, failureMessages }) => ({ file, title: fullName, message: firstLine(failureMessages[0]) }))
    })
}

/** @returns the failed tests of a report */
export function failedInPlaywright({ config, suites }: PlaywrightReport): FailedTest[] {
  const root = relative(projectFolder, config.rootDir)
  const ofSuite = ({ specs, suites: inner = [] }: PlaywrightSuite): FailedTest[] => [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) => ({
        file: `${root}/${file}`,
        title,
        message: firstLine(tests.flatMap(({ results }) => results).find(({ error }) => error !== undefined)?.error?.message),
      })),
    ...inner.flatMap(ofSuite),
  ]
  return suites.flatMap(ofSuite)
}

function firstLine(message = ''): string {
  return message.split('\n', 1)[0] ?? ''
}
