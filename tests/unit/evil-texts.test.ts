import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer, Question } from '../support/evil-texts-thread.ts'

/** One request may hold the server’s thread so long, in time of its own: what others do on the machine does not count. */
const MOST_MS = 1_000
/** A text that is not read by then never is. */
const GIVEN_UP_MS = 20_000

/** Pieces at which a pattern may begin again and again: what it looks for, without what it must end with. */
const PUMPS = [
  ...[' ', '\n', 'a\n', ' a\n', 'ก\n', '\r\n', '\u00a0', '\t', '\u200b'],
  ...[
    '0',
    '0 ',
    '0-',
    '1/',
    '1,1',
    ' - ',
    '081',
    '0812345678',
    '02-123-4567 ',
    '66-',
    '1 2 3 ',
    '1.',
    '10110 ',
    ' 0:00',
    '1 ม.ค. ',
  ],
  ...[
    'a',
    'A ',
    'A-a -',
    'a, ',
    'A co , ',
    'Co., Ltd.x ',
    'road ',
    'http://',
    'www.',
    '@abc',
    'a@',
    '.a',
    '@a.',
    'line ',
    '&',
    '/',
    '.',
  ],
  ...['(', ' (', '((', ')', '"', '“', ',', ':', ': ', ';', '-', '!', '='],
  ...['ก', 'ก ', '\u0e48', '\u0e4d', '\u0e4d\u0e48', '\u0e48\u0e31', '\u0e33\u0e48', 'เ', 'ๆ'],
  ...['คุณก\n', 'ติดต่อ ', 'ผู้ติดต่อ คุณ', 'นาย', 'กับ', 'ชื่อเล่น ', 'ขอบคุณ', 'ผู้จัดการฝ่าย', 'Abc Def '],
  ...['บริษัท ก ', 'จำกัด ', 'จำกัด(', '(มหาชน', '(สาขา', 'สาขา '],
  ...['ซ.ก ', 'ถ.ก กม. ', 'อาคาร ', 'หมู่ ', 'ต.', 'เลขที่ ', 'ชั้น 1', 'กรุงเทพ ', 'โทร ', 'พุธ ', 'วันที่ '],
]
/** A letter that is no space at either end keeps what is between from being cut off. */
const FRAMES = [
  ['', ''],
  ['ก', 'x'],
  ['1', 'x'],
] as const

let thread: Worker
let ways: string[]

async function start(): Promise<void> {
  thread = new Worker(new URL('../support/evil-texts-thread.ts', import.meta.url))
  ways = await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject))
}

beforeAll(start)
afterAll(() => thread.terminate())

/** How long a text is read; `Infinity` when that did not end. */
function read(question: Question): Promise<number> {
  return new Promise((resolve, reject) => {
    const givenUp = setTimeout(() => {
      thread.removeAllListeners()
      void thread
        .terminate()
        .then(start)
        .then(() => resolve(Number.POSITIVE_INFINITY), reject)
    }, GIVEN_UP_MS)
    const failed = (error: Error) => reject(new Error(`${JSON.stringify(question)}: ${error.message}`))
    thread.once('error', failed)
    thread.once('message', ({ cpuMs }: Answer) => {
      clearTimeout(givenUp)
      thread.off('error', failed)
      resolve(cpuMs)
    })
    thread.postMessage(question)
  })
}

it('no text that somebody sends holds the office up, however it is made', { timeout: 300_000 }, async () => {
  const slow: string[] = []
  let longest = { cpuMs: 0, what: '' }
  for (const way of ways)
    for (const pump of PUMPS)
      for (const [before, after] of FRAMES) {
        const cpuMs = await read({ way, pieces: [before, pump, after] })
        const what = `${way}: ${JSON.stringify(before)} ${JSON.stringify(pump)} … ${JSON.stringify(after)}`
        if (cpuMs > longest.cpuMs) longest = { cpuMs, what }
        if (cpuMs > MOST_MS) slow.push(`${what} took ${cpuMs} ms`)
        // One is enough; each further one would wait for its end in vain.
        if (slow.length > 2) expect(slow).toEqual([])
      }
  console.log(
    `hostile texts: ${ways.length} ways × ${PUMPS.length * FRAMES.length} texts, the longest ${Math.round(longest.cpuMs)} ms (${longest.what})`,
  )
  expect(slow).toEqual([])
})
