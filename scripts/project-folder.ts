import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The absolute path of the folder that holds package.json. */
export const projectFolder: string = dirname(dirname(fileURLToPath(import.meta.url)))
