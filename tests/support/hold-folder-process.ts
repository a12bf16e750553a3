import { openDataFolder } from '../../server/db/data-folder.ts'

// Holds a data folder as a server does, until it is killed.
const held = openDataFolder(process.argv[2] as string)
setInterval(() => held.root, 1000)
process.send?.('holds')
