import { globSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { InlineConfig, Plugin } from 'vite'
import { projectFolder } from './project-folder.ts'

/** One file built for Node or Electron from a TypeScript entry. */
export interface Bundle {
  entry: string
  outFolder: string
  fileName: string
  format: 'es' | 'cjs'
}

/**
 * What bundles leave outside: drivers that knex names in its sources and this project does not install, and packages with binaries of their
 * own, which `electron-builder.yml` packs.
 */
export const external = [
  'electron',
  'better-sqlite3',
  '@node-rs/argon2',
  '@myriaddreamin/typst-ts-node-compiler',
  'mysql',
  'mysql2',
  'mariadb',
  'mariadb/callback',
  'sqlite3',
  'oracledb',
  'tedious',
  'pg-query-stream',
  'pg-native',
]

/** The desktop shell: its main process as a module, its preload as CommonJS, which is all that a sandboxed preload may be. */
export function shellBundles(): Bundle[] {
  const outFolder = join(projectFolder, 'dist/electron')
  return [
    { entry: join(projectFolder, 'electron/main.ts'), outFolder, fileName: 'main.js', format: 'es' },
    { entry: join(projectFolder, 'electron/preload.ts'), outFolder, fileName: 'preload.cjs', format: 'cjs' },
  ]
}

/** The server and each program it starts in a thread (`*-worker.ts`) or process (`*-process.ts`) of its own, side by side in one folder. */
export function serverBundles(): Bundle[] {
  const workers = globSync('server/**/*-{worker,process}.ts', { cwd: projectFolder })
  return ['server/main.ts', ...workers].map((entry) => ({
    entry: join(projectFolder, entry),
    outFolder: join(projectFolder, 'dist/server'),
    fileName: bundledName(entry),
    format: 'es',
  }))
}

/** The vite options that build one bundle with everything it needs inside, but for native packages. */
export function bundleConfig({ entry, outFolder, fileName, format }: Bundle): InlineConfig {
  return {
    configFile: false,
    root: projectFolder,
    logLevel: 'warn',
    plugins: [keepFileAddresses(outFolder), asciiOnly],
    ssr: { noExternal: true, external },
    build: {
      ssr: entry,
      outDir: outFolder,
      emptyOutDir: false,
      target: 'node24',
      rolldownOptions: {
        external,
        output: {
          format,
          entryFileNames: fileName,
          chunkFileNames: `${basename(fileName, '.js')}.[name].js`,
          codeSplitting: format === 'es',
          comments: { legal: true, annotation: false, jsdoc: false },
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: false, asciiOnly: true } },
        },
      },
    },
  }
}

function bundledName(entry: string): string {
  return `${basename(entry, '.ts')}.js`
}

// A source with a single letter beyond ASCII, also in a licence's comment, takes two bytes a character of the running process.
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk')
        file.code = file.code.replace(/\P{ASCII}/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`)
  },
}

// `new URL('../../resources/x', import.meta.url)` is written from the source file's place; the bundle lies elsewhere.
function keepFileAddresses(outFolder: string): Plugin {
  return {
    name: 'keep-file-addresses',
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes('import.meta.url')) return null
      return code.replace(/new URL\(\s*(['"])(\.[^'"]*)\1,\s*import\.meta\.url\s*,?\s*\)/g, (_match, _quote, address: string) => {
        const target = resolve(dirname(id), address)
        const moved = /-(?:worker|process)\.ts$/.test(target)
          ? `./${bundledName(target)}`
          : relative(outFolder, target).split(sep).join('/')
        return `new URL(${JSON.stringify(moved.startsWith('.') ? moved : `./${moved}`)}, import.meta.url)`
      })
    },
  }
}
