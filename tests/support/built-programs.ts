import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import type { TestProject } from 'vitest/node'
import { buildChanged } from '../../scripts/build.ts'
import { projectFolder } from '../../scripts/project-folder.ts'

/** Builds the server before the first test, and again before each further run of a watching Vitest. */
export async function setup(project: TestProject): Promise<void> {
  await buildChanged(['server'])
  project.onTestsRerun(async () => void (await buildChanged(['server'])))
}

/** Has the server under test start the built programs beside it: each starts in a third of the time that its source takes. */
export const builtPrograms: Plugin = {
  name: 'built-programs',
  load: (id) =>
    id === fileURLToPath(new URL('../../server/isolation/program-url.ts', import.meta.url))
      ? `export const programUrl = (name) => new URL(\`dist/server/\${name}.js\`, '${pathToFileURL(`${projectFolder}/`)}')`
      : undefined,
}
