import { migrate } from '../../server/db/migrate.ts'

// Upgrades the database that it is given and ends; says when it begins, so that it can be killed on the way.
process.send?.('begins')
await migrate(process.argv[2] as string, async () => undefined)
process.disconnect?.()
