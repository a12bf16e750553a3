import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildChanged } from './build.ts'
import { projectFolder } from './project-folder.ts'

// The arguments go to electron-builder (`npm run package -- --win`); without any it packages for this machine's platform.
await buildChanged(['renderer', 'shell', 'server'])
const builder = join(projectFolder, 'node_modules/electron-builder/cli.js')
const result = spawnSync(process.execPath, [builder, '--publish', 'never', ...process.argv.slice(2)], {
  cwd: projectFolder,
  stdio: 'inherit',
})
process.exitCode = result.status ?? 1
