import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleConfig, serverBundles, shellBundles } from './bundles.ts'
import { projectFolder } from './project-folder.ts'

export type Part = 'renderer' | 'shell' | 'server'

const sources: Record<Part, string[]> = {
  renderer: ['renderer/**/*', 'core/**/*.ts', 'resources/fonts/**/*', 'vite.config.ts', 'package-lock.json'],
  shell: ['electron/**/*.ts', 'core/**/*.ts', 'scripts/bundles.ts', 'package-lock.json'],
  server: [
    'server/**/*.ts',
    'migrations/**/*.ts',
    'core/**/*.ts',
    'resources/**/*.json',
    'scripts/bundles.ts',
    'package-lock.json',
  ],
}

const results: Record<Part, string> = {
  renderer: 'dist/renderer/index.html',
  shell: 'dist/electron/main.js',
  server: 'dist/server/main.js',
}

/**
 * Builds the parts whose sources changed since they were last built, one after the other.
 * @returns the parts that were built
 * @throws vite's error when a part does not build; its stamp is then gone, so that the next run tries again
 */
export async function buildChanged(parts: Part[]): Promise<Part[]> {
  const built: Part[] = []
  for (const part of parts) {
    const fingerprint = fingerprintOf(sources[part])
    const stamp = join(projectFolder, 'dist/.built', part)
    if (isBuilt(part, stamp, fingerprint)) continue
    rmSync(stamp, { force: true })
    await buildPart(part)
    mkdirSync(join(projectFolder, 'dist/.built'), { recursive: true })
    writeFileSync(stamp, fingerprint)
    built.push(part)
  }
  return built
}

function isBuilt(part: Part, stamp: string, fingerprint: string): boolean {
  return existsSync(join(projectFolder, results[part])) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint
}

// Contents, not file times: a checkout touches files that did not change and may give a changed one an old time.
function fingerprintOf(patterns: string[]): string {
  const hash = createHash('sha256')
  for (const file of globSync(patterns, { cwd: projectFolder }).sort()) {
    const path = join(projectFolder, file)
    if (!statSync(path).isFile()) continue
    hash.update(file).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

async function buildPart(part: Part): Promise<void> {
  const { build } = await import('vite')
  if (part === 'renderer') {
    await build({ configFile: join(projectFolder, 'vite.config.ts'), logLevel: 'warn' })
    return
  }
  const bundles = part === 'shell' ? shellBundles() : serverBundles()
  rmSync(bundles[0]!.outFolder, { recursive: true, force: true })
  for (const bundle of bundles) await build(bundleConfig(bundle))
}
