import { runOnProjectNode } from './project-node.mjs'

await runOnProjectNode('scripts/run-tests.ts', process.argv.slice(2))
