import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/**
 * The passphrase of a backup for a command: from the environment, or typed without being shown. Never from the arguments, which every
 * program on the PC can read. @returns undefined when nothing was typed
 */
export function askPassphrase(question: string): Promise<string | undefined> {
  const given = process.env.SAMPHAN_PASSPHRASE
  if (given !== undefined) return Promise.resolve(given || undefined)
  process.stderr.write(question)
  const silent = new Writable({ write: (_data, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY ?? false })
  return new Promise((resolve) => {
    let typed: string | undefined
    lines.once('line', (line) => {
      typed = line
      lines.close()
    })
    lines.once('close', () => {
      process.stderr.write('\n')
      resolve(typed || undefined)
    })
  })
}
