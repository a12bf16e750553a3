import { expect, test } from 'vitest'
import { importsOf, listProjectFiles, readProjectFile } from './source-tree.ts'

const ENTRY = 'renderer/main.tsx'
const paths = listProjectFiles().filter((path) => /^renderer\/.*\.(?:tsx?|css)$/.test(path))
const sources = new Map(paths.map((path) => [path, readProjectFile(path)]))
const isSheet = (path: string) => path.endsWith('.css')

/** What a file brings along, and what it has loaded only later. */
const imports = new Map(
  [...sources].map(([path, text]) => {
    const withoutTypes = text.replace(/^import (?:type [^'"]*?|\{(?:\s*type [^,}]+,?)+\s*\}) from ['"][^'"]+['"]/gm, '')
    const later = /\bimport\(\s*['"][^'"]+['"]\s*\)/g
    return [
      path,
      {
        now: importsOf(path, withoutTypes.replace(later, '')).files,
        later: importsOf(path, (text.match(later) ?? []).join('\n')).files,
      },
    ]
  }),
)

/** A file with all that it brings along. */
function together(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found
  found.add(path)
  for (const next of imports.get(path)?.now ?? []) together(next, found)
  return found
}

/** The parts in which the screens are loaded: the first, and each that comes later. */
const parts = new Map(
  [ENTRY, ...[...imports.values()].flatMap(({ later }) => later)]
    .filter((path) => sources.has(path))
    .map((path) => [path, together(path)]),
)

/** The style sheets that are there for sure when a part shows itself: its own, the first part's, and those that all have who load it. */
function sheetsOfParts(): Map<string, Set<string>> {
  const own = (part: string) => [...(parts.get(part) ?? [])].filter(isSheet)
  const loadedBy = new Map(
    [...parts.keys()].map((part) => [
      part,
      [...parts].filter(([, files]) => [...files].some((file) => imports.get(file)?.later.includes(part))).map(([by]) => by),
    ]),
  )
  const every = paths.filter(isSheet)
  let sheets = new Map([...parts.keys()].map((part) => [part, new Set(part === ENTRY ? own(ENTRY) : every)]))
  for (let before = -1, now = 0; before !== now; ) {
    before = now
    const known = sheets
    sheets = new Map(
      [...parts.keys()].map((part) => {
        const by = loadedBy.get(part) ?? []
        const certain = by.length === 0 ? [] : every.filter((sheet) => by.every((one) => known.get(one)?.has(sheet)))
        return [part, new Set([...own(part), ...own(ENTRY), ...certain])]
      }),
    )
    now = [...sheets.values()].reduce((sum, { size }) => sum + size, 0)
  }
  return sheets
}

const homes = new Map<string, string[]>()
for (const path of paths.filter(isSheet))
  for (const name of new Set(sources.get(path)?.match(/(?<=\.)sp-[\w-]+/g))) homes.set(name, [...(homes.get(name) ?? []), path])

// Whoever opens an address, or presses a key, before he saw the screen whose style sheet it is, sees bare boxes otherwise.
test('what is shown brings its style sheet along', () => {
  expect(parts.size).toBeGreaterThan(20)
  const bare: string[] = []
  for (const [part, sheets] of sheetsOfParts())
    for (const file of parts.get(part) ?? [])
      for (const name of new Set(isSheet(file) ? [] : sources.get(file)?.match(/(?<=['"` ])sp-[\w-]+(?=['"` ])/g))) {
        const from = homes.get(name)
        if (from && !from.some((sheet) => sheets.has(sheet)))
          bare.push(`${name} of ${from.join(', ')} in ${file}, loaded with ${part}`)
      }
  expect(bare).toEqual([])
})
