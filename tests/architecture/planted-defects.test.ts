import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** A planted defect that the code has outgrown proves nothing any more; `npm run mutants` is too slow to tell at every change. */
test.each(globSync('tests/mutants/*.patch').sort())('%s still applies, and names a test that is there', (patch) => {
  expect(() => execFileSync('git', ['apply', '--check', patch], { stdio: 'pipe' })).not.toThrow()
  const named = /^# test: (\S+)/.exec(readFileSync(patch, 'utf8'))?.[1]
  expect(existsSync(named ?? '')).toBe(true)
})
