import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The built window beside the server, wherever the two lie: in the repository or in the packaged app.
 * @param from the address of the program that asks, since a bundle does not lie where its sources do
 */
export function builtRenderer(from: string): string | undefined {
  return ['../dist/renderer', '../renderer']
    .map((path) => fileURLToPath(new URL(path, from)))
    .find((path) => existsSync(`${path}/index.html`) && existsSync(`${path}/assets`))
}

/** The version that `package.json` says, as above. */
export function productVersion(from: string): string {
  for (const path of ['../package.json', '../../package.json']) {
    const file = new URL(path, from)
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }
  return '0.0.0'
}
