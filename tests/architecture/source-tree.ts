import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A source file of the project and what it imports. */
export interface SourceFile {
  /** Path below the project folder, with forward slashes. */
  path: string
  text: string
  lines: number
  /** Imported project files, as paths like `path`. */
  files: string[]
  /** Imported packages and Node modules: `zod`, `@mantine/core`, `node:fs`. */
  packages: string[]
}

/** The text files that git knows or would know, so without what is built or installed. */
export function listProjectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectFolder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(projectFolder, path)))
}

/** A file's text by its path below the project folder. */
export function readProjectFile(path: string): string {
  return readFileSync(join(projectFolder, path), 'utf8')
}

/** Every TypeScript file of the project with its imports. */
export function readSources(): SourceFile[] {
  return listProjectFiles()
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => {
      const text = readProjectFile(path)
      return { path, text, lines: text.trimEnd().split('\n').length, ...importsOf(path, text) }
    })
}

/** Reads the imports of a file's text: static, re-exporting, dynamic, and files named by `new URL(…, import.meta.url)` for workers. */
export function importsOf(path: string, text: string): { files: string[]; packages: string[] } {
  const code = withoutComments(text)
  const patterns = [
    /^\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
    /new URL\(\s*['"](\.[^'"]+\.ts)['"]\s*,\s*import\.meta\.url/g,
  ]
  const specifiers = new Set(patterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([, specifier]) => specifier!)))
  const files: string[] = []
  const packages: string[] = []
  for (const specifier of specifiers) {
    if (specifier.startsWith('.')) files.push(projectPath(path, specifier))
    else packages.push(packageOf(specifier))
  }
  return { files, packages }
}

// Import lines inside a comment are examples; strings that hold comment marks are rare enough not to matter here.
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

function projectPath(from: string, specifier: string): string {
  const withoutQuery = specifier.replace(/\?.*$/, '')
  return relative(projectFolder, resolve(projectFolder, dirname(from), withoutQuery))
    .split(sep)
    .join('/')
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!
}
