import { runOnProjectNode } from './project-node.mjs'

await runOnProjectNode('scripts/develop.ts', process.argv.slice(2))
