import { runOnProjectNode } from './project-node.mjs'

const [script, ...args] = process.argv.slice(2)
if (script === undefined) {
  console.error('Usage: node scripts/run.mjs FILE [ARGUMENTS]')
  process.exit(2)
}
await runOnProjectNode(script, args)
