import { expect, test } from 'vitest'
import { listProjectFiles, readProjectFile } from './source-tree.ts'

/** The classes that a style sheet gives a look of their own: `.name {` outside of any `@media`. */
function classesOf(css: string): Set<string> {
  const names = new Set<string>()
  let depth = 0
  for (const [, selectors, brace] of css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]*)([{}])/g)) {
    if (brace === '{' && depth === 0)
      for (const selector of selectors?.split(',') ?? []) if (/^\s*\.[\w-]+\s*$/.test(selector)) names.add(selector.trim())
    depth += brace === '{' ? 1 : -1
  }
  return names
}

// Screens bring their style sheet along when they are first opened, and it stays: a name that two of them use changes the look of a
// screen depending on which ones were visited before.
test('a class gets its look from one style sheet only', () => {
  const homes = new Map<string, string[]>()
  for (const path of listProjectFiles().filter((file) => /^renderer\/.*\.css$/.test(file)))
    for (const name of classesOf(readProjectFile(path))) homes.set(name, [...(homes.get(name) ?? []), path])
  expect(homes.size).toBeGreaterThan(100)
  expect([...homes].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths.join(', ')}`)).toEqual([])
})
