import { runOnProjectNode } from './project-node.mjs'

await runOnProjectNode('scripts/start-app.ts', process.argv.slice(2))
