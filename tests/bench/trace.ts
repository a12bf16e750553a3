import type { Browser, Page } from '@playwright/test'

type TraceEvent = {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  tdur?: number
  args?: { data?: { type?: string } }
}

/** The mark that the page sets before each act. */
export const ACT_MARK = 'samphan.act'
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel', 'blink.user_timing']
const INPUTS = ['click', 'keydown', 'wheel', 'input']

/**
 * Runs `acts` under the browser's trace. Milliseconds of processor time that the page's main thread took from each act's event to the end of the
 * first frame after it: what the product makes of a press, however busy the machine is meanwhile.
 */
export async function traced(browser: Browser, page: Page, acts: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: CATEGORIES })
  await acts()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] }
  const marks = traceEvents.filter((event) => event.name === ACT_MARK).sort((a, b) => a.ts - b.ts)
  const [first] = marks
  const main = traceEvents
    .filter((event) => event.ph === 'X' && event.pid === first?.pid && event.tid === first.tid)
    .sort((a, b) => a.ts - b.ts)
  return marks.flatMap((mark, at) => {
    const until = marks[at + 1]?.ts ?? Number.POSITIVE_INFINITY
    const during = main.filter(({ ts }) => ts >= mark.ts && ts < until)
    const input = during.find(({ name, args }) => name === 'EventDispatch' && INPUTS.includes(args?.data?.type ?? ''))
    const frame = input && during.find(({ name, ts }) => (name === 'Commit' || name === 'Layerize') && ts >= input.ts)
    if (!input || !frame) return []
    const end = frame.ts + (frame.dur ?? 0)
    const tasks = main.filter(({ name, ts, dur = 0 }) => name === 'RunTask' && ts + dur > input.ts && ts < end)
    return [tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000]
  })
}
