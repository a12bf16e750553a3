import { Worker } from 'node:worker_threads'
import type { ImportDefinition } from '../../../core/contract/imports.ts'
import { AppError } from '../../../core/errors.ts'
import { programUrl } from '../../isolation/program-url.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import type { SliceDone } from './apply-slice.ts'
import type { ApplyAnswer, ApplyAsk, ApplyInput } from './apply-worker.ts'

type Parts = {
  ctx: Context & { batchId: string }
  database: string
  staged: string
  runId: string
  entity: string
  definition: ImportDefinition
  numbersFrom: number | undefined
  done: number
}

/** In as little as the server keeps itself for young objects, a sixth of an import's time went into clearing them away. */
const YOUNG_MEBIBYTES = 48

/** The thread that writes one large import into a SQLite file, seen from the server. */
export class ApplyThread {
  readonly #worker: Worker
  readonly #ended: Promise<void>
  #heard: ((answer: ApplyAnswer | Error) => void) | undefined
  #failed: Error | undefined
  /** True once a pick list got a new entry. */
  choicesMade = false

  constructor({ ctx, ...parts }: Parts) {
    const { identity, lang, now, today, batchId, catalog, via } = ctx
    const workerData: ApplyInput = {
      ...parts,
      batchId,
      catalog,
      identity: { ...identity, lang, now, today },
      ...(via && { via }),
    }
    this.#worker = new Worker(programUrl('apply-worker', import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
    })
    this.#worker.on('message', (answer: ApplyAnswer) => this.#tell(answer))
    this.#worker.on('error', (error) => this.#tell(error instanceof Error ? error : new Error(String(error))))
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#tell(new Error('the thread that writes the import ended'))
        resolve()
      })
    })
  }

  #tell(answer: ApplyAnswer | Error): void {
    if (answer instanceof Error) this.#failed ??= answer
    this.#heard?.(answer)
  }

  /** Writes the next rows once it is the import's turn; none are left when it wrote none. */
  async write(office: Office): Promise<SliceDone> {
    await this.#ask('log')
    return office.lendInTime(() => this.#slice())
  }

  async #ask(ask: ApplyAsk): Promise<ApplyAnswer> {
    if (this.#failed) throw this.#failed
    const answer = await new Promise<ApplyAnswer | Error>((resolve) => {
      this.#heard = resolve
      this.#worker.postMessage(ask)
    })
    if (answer instanceof Error) throw answer
    return answer
  }

  async #slice(): Promise<SliceDone> {
    const answer = await this.#ask('write')
    if (answer === 'ready') throw new Error('the thread that writes the import did not write')
    if ('unexpected' in answer) throw new Error(answer.unexpected)
    if ('code' in answer) throw new AppError(answer.code, answer.params as AppError['params'])
    this.choicesMade ||= answer.choicesMade
    return answer
  }

  /** Ends the thread; resolves when its connection is closed. */
  async stop(): Promise<void> {
    this.#worker.postMessage('stop' satisfies ApplyAsk)
    await this.#ended
  }
}
