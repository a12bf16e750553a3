import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { serveTask } from '../isolation/task-program.ts'

/**
 * A template of `resources/print`, what it shows, and what is wanted: the PDF, or a picture of the first page and the number of pages, which is
 * given or counted in the whole.
 */
export type TypesetInput = { template: string; data: unknown } & (
  | { as: 'pdf' }
  | ({ as: 'preview' } & ({ pages: number } | { whole: unknown }))
)
export type TypesetReport = { pdf: Uint8Array } | { svg: string; pages: number } | { failed: string }

const TEMPLATES = fileURLToPath(new URL('../../resources/print/', import.meta.url))
const FONTS = fileURLToPath(new URL('../../resources/fonts/', import.meta.url))
const filesOf = (folder: string, ending: string): string[] => readdirSync(folder).filter((name) => name.endsWith(ending))

/** A compiler with the templates and fonts read by us: packed into one archive, the library itself could not open them. */
function createCompiler(): NodeCompiler {
  const fontBlobs = filesOf(FONTS, '.ttf').map((name) => readFileSync(join(FONTS, name)))
  const compiler = NodeCompiler.create({ workspace: TEMPLATES, fontArgs: [{ fontBlobs }] })
  for (const name of filesOf(TEMPLATES, '.typ')) compiler.mapShadow(join(TEMPLATES, name), readFileSync(join(TEMPLATES, name)))
  return compiler
}

/**
 * Sets a sheet in type. What people wrote is data that the template reads, never source: nothing in it is markup, and the
 * compiler opens no file but the templates and fonts that ship.
 */
function typeset(input: TypesetInput): TypesetReport {
  const compiler = createCompiler()
  if (input.as === 'pdf') return { pdf: compiler.pdf(documentOf(compiler, input.template, input.data)) }
  const pages = 'pages' in input ? input.pages : documentOf(compiler, input.template, input.whole).numOfPages
  const first = documentOf(compiler, input.template, { ...(input.data as object), pages })
  return { svg: firstPage(compiler.plainSvg(first), first.numOfPages), pages }
}

/** The template over what it shows. Throws what the compiler says where there is no document. */
function documentOf(compiler: NodeCompiler, template: string, data: unknown) {
  compiler.mapShadow(join(TEMPLATES, 'data.json'), Buffer.from(JSON.stringify(data)))
  const compiled = compiler.compile({ mainFilePath: join(TEMPLATES, `${template}.typ`) })
  if (!compiled.result) throw new Error(JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? 'no document'))
  return compiled.result
}

/**
 * The picture holds all pages, which are of one size, below each other: the window on it is narrowed to the first, and the others go. Their paper,
 * which the compiler lays on the first page's place, would cover it.
 */
const firstPage = (svg: string, pages: number): string =>
  svg
    .replace(
      /viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+pt" height="[\d.]+pt"/,
      (_, width: string, height: string) => `viewBox="0 0 ${width} ${Number(height) / pages}"`,
    )
    .replace(/(\n {4}<\/g>)[\s\S]*?(\n {4}<defs )/, '$1$2')

serveTask<TypesetInput, TypesetReport>(async (input, report) => {
  try {
    report(typeset(input))
  } catch (error) {
    report({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
