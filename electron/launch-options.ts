import { homedir } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from '../core/data-folder.ts'

/** How the app was started. */
export interface LaunchOptions {
  dataFolder: string
  /** True when `--data` named the folder: such an app keeps all its state there and runs beside the ordinary one. */
  ownFolder: boolean
  /** The arguments for the server. */
  serverArgs: string[]
}

/** Reads the app's arguments; what it does not know, such as Chromium's switches, it leaves alone. */
export function readLaunchOptions(args: string[]): LaunchOptions {
  const { values } = parseArgs({
    args,
    strict: false,
    options: { data: { type: 'string' }, port: { type: 'string' }, demo: { type: 'boolean' } },
  })
  const given = typeof values.data === 'string' ? values.data : undefined
  const fallback = defaultDataFolder({ platform: process.platform, home: homedir(), env: process.env })
  const dataFolder = given === undefined ? fallback : isAbsolute(given) ? given : resolve(given)
  const port = typeof values.port === 'string' && /^\d{1,5}$/.test(values.port) ? values.port : '0'
  const serverArgs = ['--data', dataFolder, '--port', port, ...(values.demo ? ['--demo'] : [])]
  return { dataFolder, ownFolder: given !== undefined, serverArgs }
}
