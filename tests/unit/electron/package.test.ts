import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { external } from '../../../scripts/bundles.ts'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const settings = read('electron-builder.yml')

/** The lines under a key of the file, without its comments: `name: value` and `- entry`. */
function under(key: string): string[] {
  const lines = settings.split('\n').filter((line) => !/^\s*(#|$)/.test(line))
  const start = lines.indexOf(`${key}:`)
  const end = lines.findIndex((line, at) => at > start && !line.startsWith(' '))
  return start < 0 ? [] : lines.slice(start + 1, end < 0 ? undefined : end).map((line) => line.trim())
}

/** What is packaged is what was tried; the packaged app itself can be looked into only where it can be built. */
describe('the packaged app', () => {
  it('runs as nothing but itself: no Node, no options of Node, no inspector, no file but its archive, whose hash it holds', () => {
    expect(under('electronFuses').sort()).toEqual([
      'enableCookieEncryption: true',
      'enableEmbeddedAsarIntegrityValidation: true',
      'enableNodeCliInspectArguments: false',
      'enableNodeOptionsEnvironmentVariable: false',
      'grantFileProtocolExtraPrivileges: false',
      'onlyLoadAppFromAsar: true',
      'runAsNode: false',
    ])
  })

  it('keeps nothing beside the archive but native libraries, in a folder that only an administrator writes', () => {
    expect(under('asar')).toEqual(['smartUnpack: false'])
    expect(under('asarUnpack')).toEqual(["- '**/*.node'"])
    expect(under('win')).toEqual(['target: nsis'])
    expect(under('nsis')).toEqual(expect.arrayContaining(['perMachine: true', 'allowToChangeInstallationDirectory: false']))
  })

  it('holds the built bundles and no sources, tests or keys', () => {
    const packed = under('files')
    expect(packed).toContain("- '!**/node_modules/**'")
    for (const entry of packed)
      expect(entry, entry).toMatch(
        /^- (package\.json|dist\/(electron|server|renderer)\/\*\*|resources\/\*\*|'!\*\*\/node_modules\/\*\*'|node_modules\/.+)$/,
      )
  })

  it('holds every package that the bundles leave outside: without one of them it would not even start', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    const outside = external.filter((name) => name in dependencies)
    expect(outside).toContain('better-sqlite3')
    for (const name of outside)
      expect(
        under('files').some((entry) => entry.startsWith(`- node_modules/${name}`)),
        name,
      ).toBe(true)
  })

  it('takes no update by itself, so that it can be given none: there is nowhere to ask, and nothing that asks', () => {
    // Whoever builds an updater proves first that it refuses what is older, altered or signed by somebody else.
    expect(settings).not.toMatch(/^\s*publish:/m)
    expect(JSON.parse(read('package.json'))).not.toHaveProperty('repository')
    expect(JSON.parse(read('package.json'))).not.toHaveProperty('build')
    for (const file of readdirSync(new URL('../../../electron', import.meta.url)))
      expect(read(`electron/${file}`), file).not.toMatch(/electron-updater|autoUpdater/)
  })
})
