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

/** A sheet to look at: what its first page shows, and how many pages there are or the whole, to count them. */
type Look = { template: string; first: unknown } & ({ pages: number } | { whole: unknown })

/** The first page as an SVG picture, and how many pages there are. */
export async function typesetPreview({ template, first, ...rest }: Look): Promise<{ svg: string; pages: number }> {
  const report = await run({ template, data: first, as: 'preview', ...rest })
  if ('svg' in report) return report
  throw new Error('failed' in report ? report.failed : 'no picture came back')
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
