import { AppError } from '../../core/errors.ts'
import { startTask } from '../isolation/isolated-task.ts'
import { programUrl } from '../isolation/program-url.ts'
import type { TypesetInput, TypesetReport } from './typeset-process.ts'

const MEMORY_MEBIBYTES = 512
/** 2,000 lines take a second; what takes longer is stuck. */
const LONGEST_MS = 30_000

type Sheet = { template: string; data: unknown }

/** The sheet as a PDF. The work is done in a process of its own: a native library that fails takes only that with it. */
export async function typesetPdf(sheet: Sheet): Promise<Uint8Array> {
  const report = await run({ ...sheet, as: 'pdf' })
  if ('pdf' in report) return report.pdf
  throw new Error('failed' in report ? report.failed : 'no PDF came back')
}

/** The sheet's first page as an SVG picture. */
export async function typesetSvg(sheet: Sheet): Promise<string> {
  const report = await run({ ...sheet, as: 'svg' })
  if ('svg' in report) return report.svg
  throw new Error('failed' in report ? report.failed : 'no picture came back')
}

/** How many pages the sheet has. */
export async function pagesIn(sheet: Sheet): Promise<number> {
  const report = await run({ ...sheet, as: 'pages' })
  if ('pages' in report) return report.pages
  throw new Error('failed' in report ? report.failed : 'no number came back')
}

function run(input: TypesetInput): Promise<TypesetReport> {
  return new Promise((resolve, reject) => {
    const task = startTask<TypesetReport>(programUrl('typeset-process', import.meta.url), input, MEMORY_MEBIBYTES)
    const timer = setTimeout(() => {
      task.stop()
      reject(new AppError('print.failed'))
    }, LONGEST_MS)
    task.onReport((report) => resolve(report))
    task.onEnd((error) => {
      clearTimeout(timer)
      reject(error ?? new AppError('print.failed'))
    })
  })
}
