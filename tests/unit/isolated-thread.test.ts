import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inThread } from '../../server/isolation/isolated-task.ts'

const SERVE = new URL('../../server/isolation/task-program.ts', import.meta.url).href

describe('an isolated task in a thread', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samphan-thread-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** A program that takes a moment to load and then works for ever, or reports what it was given. */
  const program = async (work: string): Promise<URL> => {
    const file = join(folder, 'program.mjs')
    await writeFile(
      file,
      `import { writeFileSync } from 'node:fs'
       import { serveTask } from ${JSON.stringify(SERVE)}
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
       writeFileSync(${JSON.stringify(join(folder, 'loaded'))}, '')
       serveTask(async (input, report) => { ${work} })`,
    )
    return pathToFileURL(file)
  }

  it('is let start before it is ended', async () => {
    const task = inThread(await program('for (;;) {}'), {}, 64)
    task.stop()
    await new Promise<void>((resolve) => task.onEnd(() => resolve()))
    expect(existsSync(join(folder, 'loaded'))).toBe(true)
  })

  it('is ended also where it cannot start', async () => {
    const task = inThread(pathToFileURL(join(folder, 'nothing.mjs')), {}, 64)
    task.stop()
    expect(await new Promise<Error | undefined>((resolve) => task.onEnd(resolve))).toBeInstanceOf(Error)
  })

  it('reports what it found and nothing of its start', async () => {
    const task = inThread<unknown>(await program('report(input)'), { found: 7 }, 64)
    const told: unknown[] = []
    task.onReport((report) => told.push(report))
    await new Promise<void>((resolve) => task.onEnd(() => resolve()))
    expect(told).toEqual([{ found: 7 }])
  })
})
