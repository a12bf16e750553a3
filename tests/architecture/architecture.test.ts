import { describe, expect, test } from 'vitest'
import { brokenDirections, brokenPackages } from './rules.ts'
import { importsOf, listProjectFiles, readProjectFile, readSources } from './source-tree.ts'

const sources = readSources()
const product = sources.filter(({ path }) => /^(?:core|server|renderer|electron|migrations|scripts)\//.test(path))

/** Longest a file may be, as a habit; longer ones stand here with the reason a reader would accept. */
const mostLines = 300
const longFiles: Record<string, string> = {
  'core/words/th.ts': 'every Thai word by key: a list, read by search',
  'core/words/en.ts': 'every English word by key: a list, read by search',
  'server/container.ts': 'the one place where every part is made: a list, and cut up it would be told twice',
}

describe('the house', () => {
  test('files are found at all', () => expect(product.length).toBeGreaterThan(20))

  test('imports follow the direction of the architecture', () => expect(sources.flatMap(brokenDirections)).toEqual([]))

  test('packages are used where they belong', () => expect(sources.flatMap(brokenPackages)).toEqual([]))

  test('nothing imports the tests', () =>
    expect(product.filter(({ files }) => files.some((target) => target.startsWith('tests/'))).map(({ path }) => path)).toEqual(
      [],
    ))

  test('no default exports', () =>
    expect(
      product.filter(({ text }) => /^export default\b|^export \{[^}]*\bas default\b/m.test(text)).map(({ path }) => path),
    ).toEqual([]))

  test('no file is called after nothing in particular', () => {
    const vague = /(?:^|\/)(?:utils?|helpers?|common|misc|types|index)(?:\.tsx?$|\/)/
    expect(sources.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([])
  })

  test('file names are in kebab case', () => {
    const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|d))?\.tsx?$/
    expect(
      sources
        .map(({ path }) => path)
        .filter((path) => !kebab.test(path.slice(path.lastIndexOf('/') + 1)) && !path.startsWith('migrations/')),
    ).toEqual([])
  })

  test(`files are at most ${mostLines} lines, but for those with a reason`, () => {
    const long = sources.filter(({ path, lines }) => lines > mostLines && longFiles[path] === undefined)
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([])
  })

  test('dates and times are those of the office, not of the zone that a PC happens to be set to', () => {
    const machineClock =
      /\.get(?:Hours|Minutes|Date|Day|Month|FullYear)\(|\.toLocaleString\((?=[^)]*(?:dateStyle|timeStyle|hour))(?![^)]*timeZone)|\.toLocale(?:Date|Time)String\((?![^)]*timeZone)/
    expect(
      sources
        .filter(({ path, text }) => /^(?:core|server|renderer)\//.test(path) && machineClock.test(text))
        .map(({ path }) => path),
    ).toEqual([])
  })

  test('only the CI script looks outside the repository', () => {
    const outside = ['..', 'shared'].join('/')
    const naming = listProjectFiles().filter(
      (path) =>
        path !== '.ci/run' &&
        !/\.(?:png|woff2?|ttf|ico|xlsx?|gz|db)$/.test(path) &&
        readProjectFile(path).includes(`${outside}/`),
    )
    // An import of a folder of that name inside the repository would look the same: there is none.
    expect(naming).toEqual([])
  })
})

describe('the check itself', () => {
  const file = (path: string, text: string) => ({ path, text, lines: 1, ...importsOf(path, text) })

  test.each([
    ['core/money.ts', "import { join } from 'node:path'"],
    ['core/money.ts', "import { open } from '../server/db/open.ts'"],
    ['server/http/bind.ts', "import knex from 'knex'"],
    ['server/records/write.ts', "import { moveDeal } from '../features/deals/move-deal.ts'"],
    ['server/records/write.ts', "export { moveDeal } from '../features/deals/move-deal.ts'"],
    ['server/db/open.ts', "const later = await import('../container.ts')"],
    ['server/app.ts', "import { app } from 'electron'"],
    ['server/app.ts', "import React from 'react'"],
    ['renderer/lib/api.ts', "import { Shell } from '../app/shell.tsx'"],
    ['renderer/records/list.tsx', "import { DealBoard } from '../features/deals/deal-board.tsx'"],
    ['renderer/features/deals/deal-board.tsx', "import { Lead } from '../leads/lead.tsx'"],
    ['renderer/app/shell.tsx', "import { readFile } from 'node:fs'"],
    ['electron/main.ts', "import { money } from '../core/money.ts'"],
    ['migrations/0001.ts', "import { Deal } from '../core/entities/deal.ts'"],
  ])('%s may not say: %s', (path, text) => {
    expect([...brokenDirections(file(path, text)), ...brokenPackages(file(path, text))]).not.toEqual([])
  })

  test('an import over several lines is seen', () =>
    expect(importsOf('core/a.ts', "import {\n  b,\n  type C,\n} from './b.ts'\n").files).toEqual(['core/b.ts']))

  test('what stands in a comment is not an import', () =>
    expect(importsOf('core/a.ts', "// import { x } from 'react'\n").packages).toEqual([]))
})
