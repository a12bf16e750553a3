/** What the choice of a data folder depends on; the caller reads it from its own runtime. */
export interface MachineFacts {
  platform: string
  home: string
  env: Readonly<Record<string, string | undefined>>
}

/**
 * The folder that holds a person's office when no `--data` was given: the same one for the desktop app, the server
 * in a terminal and the command line, so that each shows the same records.
 *
 * @returns an absolute path in the platform's own notation; the folder may not exist yet
 */
export function defaultDataFolder({ platform, home, env }: MachineFacts): string {
  if (platform === 'win32') {
    // Local, not Roaming: Windows copies roaming folders to a network share at sign-out, and a database must never lie on one.
    return `${env.LOCALAPPDATA ?? `${home}\\AppData\\Local`}\\Samphan\\data`
  }
  if (platform === 'darwin') return `${home}/Library/Application Support/Samphan/data`
  return `${env.XDG_DATA_HOME || `${home}/.local/share`}/samphan`
}
