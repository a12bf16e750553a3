import { fork } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { STARTED } from './task-program.ts'

/** A program that works on one input beside the server and reports. */
export type IsolatedTask<Report> = {
  onReport: (listener: (report: Report) => void) => void
  /** Called once when it ended, for whatever reason; `error` when it could not run. */
  onEnd: (listener: (error?: Error) => void) => void
  stop: () => void
}

const YOUNG_MEBIBYTES = 8

/**
 * Starts a program (a module beside the caller) on one input. In a process of its own, because a thread that runs out of memory
 * within one large step of the engine takes the whole server with it. Only inside the packaged desktop app, whose runtime is
 * sealed against being used as Node, is it a thread with a memory limit.
 */
export function startTask<Report>(program: URL, input: unknown, memoryMebibytes: number): IsolatedTask<Report> {
  return isPackaged(program)
    ? inThread<Report>(program, input, memoryMebibytes)
    : inProcess<Report>(program, input, memoryMebibytes)
}

const isPackaged = (program: URL): boolean => process.versions.electron !== undefined && /\.asar[\\/]/.test(program.pathname)

/** The process gets none of the server's settings, which hold secrets, and none of its debugger's flags. */
function inProcess<Report>(program: URL, input: unknown, memoryMebibytes: number): IsolatedTask<Report> {
  const { PATH, SystemRoot, TZ } = process.env
  const child = fork(program, {
    // Left to itself the engine takes 48 MB for young objects; an import's dry run then stood at 216 MB instead of 98.
    execArgv: [`--max-old-space-size=${memoryMebibytes}`, `--max-semi-space-size=${YOUNG_MEBIBYTES}`],
    // Within Electron the same program has to be told that it is Node.
    env: { PATH, SystemRoot, TZ, ELECTRON_RUN_AS_NODE: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // A process that ended before it read its input reports that by its end.
  child.send(input as object, () => undefined)
  return {
    onReport: (listener) => void child.on('message', (report) => listener(report as Report)),
    onEnd: (listener) => {
      child.once('error', listener)
      child.once('exit', () => listener())
    },
    stop: () => void child.kill('SIGKILL'),
  }
}

/** The same as a thread; it is ended only once it has started: one that ends as it loads a native library takes the whole process with it. */
export function inThread<Report>(program: URL, input: unknown, memoryMebibytes: number): IsolatedTask<Report> {
  const worker = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: memoryMebibytes } })
  const started = new Promise<void>((resolve) => {
    worker.once('message', () => resolve())
    worker.once('error', () => resolve())
    worker.once('exit', () => resolve())
  })
  worker.postMessage(input)
  return {
    onReport: (listener) =>
      void worker.on('message', (report: Report | typeof STARTED) => {
        if (report !== STARTED) listener(report)
      }),
    onEnd: (listener) => {
      worker.once('error', (error) =>
        listener((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY' ? undefined : error),
      )
      worker.once('exit', () => listener())
    },
    stop: () => void started.then(() => worker.terminate()),
  }
}
