import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { th } from '../../core/words/th.ts'
import { projectFolder } from '../../scripts/project-folder.ts'
import { type Times, timesOf } from './measure.ts'
import { ACT_MARK, traced } from './trace.ts'

/** From a key or click to the next paint, for 95 of 100: what feels immediate. */
export const PAINT_BAR_MS = 100
/** Compressed script that the first screen may need. */
export const FIRST_LOAD_BAR_KB = 350

const TIMES = 40
const TRACED = 20
/** The browser tells of no event that was painted sooner. */
const SOONEST_MS = 16
const QUIET_MS = 150
const LONGEST_MS = 5_000

/**
 * What one does with a list: until the next paint, and until nothing in the list changes any more, in milliseconds; and `work`, the processor's
 * milliseconds that the page took for it until it was painted first.
 */
export type Painted = { name: string; paint: Times; settled: Times; work: Times }

type Act = (page: Page, at: number) => Promise<void>
type Step = { name: string; before?: Act; act: Act }

const paneButton = (page: Page) => page.getByRole('button', { name: th['list.pane'], exact: true })
const search = (page: Page) => page.getByRole('searchbox', { name: th['list.search'] })
const TYPED = [...'กตัญญูพัฒนาวัสดุ']

const STEPS: Step[] = [
  { name: 'arrow down', act: (page) => page.keyboard.press('ArrowDown') },
  { name: 'scroll', act: (page) => page.mouse.wheel(0, 700) },
  {
    name: 'reading pane',
    before: async (page) => {
      if ((await paneButton(page).getAttribute('aria-pressed')) === 'true') await paneButton(page).click()
      await page.keyboard.press('ArrowUp')
    },
    act: (page) => paneButton(page).click(),
  },
  { name: 'sort', act: (page) => page.getByRole('columnheader').nth(1).getByRole('button').first().click() },
  { name: 'filter chip', act: (page) => page.locator('.sp-quick-chip').nth(1).click() },
  {
    name: 'search, a letter',
    before: async (page, at) => {
      if (at % TYPED.length === 0) await search(page).fill('')
      await search(page).focus()
    },
    act: (page, at) => page.keyboard.insertText(TYPED[at % TYPED.length] ?? 'ก'),
  },
]

/** Where a browser is, or undefined: without one nothing can be painted. */
export function browserPath(): string | undefined {
  const path = process.env.CHROMIUM_PATH || chromium.executablePath()
  return existsSync(path) ? path : undefined
}

/** Opens the list of customers in a browser and works in it; and what the browser had to load until the first screen stood there. */
export async function paintLoad(executablePath: string, address: string, token: string) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const firstLoadKb = await firstLoad(browser, address, token, '/', 'h1')
    const listLoadKb = await firstLoad(browser, address, token, '/records/customer', '.sp-line')
    const boardLoadKb = await firstLoad(browser, address, token, '/board', '[data-card]')
    const page = await (await signedIn(browser, address, token)).newPage()
    await page.addInitScript(watch)
    await page.goto(`${address}/records/customer`)
    await page.locator('.sp-line').first().waitFor()
    await page.locator('.sp-line').nth(2).click()
    const steps: Painted[] = []
    for (const step of STEPS) steps.push(await paintStep(browser, page, step))
    return { steps, firstLoadKb, listLoadKb, boardLoadKb }
  } finally {
    await browser.close()
  }
}

async function signedIn(browser: Browser, address: string, token: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'th-TH',
    timezoneId: 'Asia/Bangkok',
  })
  await context.addInitScript(() => localStorage.setItem('samphan.language', 'th'))
  const page = await context.newPage()
  await page.goto(`${address}/?token=${token}`)
  await page.close()
  return context
}

/** Kilobytes of gzipped script that were loaded when a screen, opened directly, showed what it is for. */
async function firstLoad(browser: Browser, address: string, token: string, path: string, shown: string): Promise<number> {
  const context = await signedIn(browser, address, token)
  const page = await context.newPage()
  await page.goto(address + path)
  await page.locator(shown).first().waitFor()
  const scripts = await page.evaluate(() => {
    const now = performance.now()
    const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return loaded.filter((one) => one.responseEnd > 0 && one.responseEnd <= now).map((one) => new URL(one.name).pathname)
  })
  await context.close()
  const files = [...new Set(scripts.filter((path) => path.endsWith('.js')))]
  return files.reduce((kb, path) => kb + gzipSync(readFileSync(join(projectFolder, 'dist/renderer', path))).length / 1024, 0)
}

async function paintStep(browser: Browser, page: Page, { name, before, act }: Step): Promise<Painted> {
  const paint: number[] = []
  const settled: number[] = []
  await page.mouse.move(500, 400)
  const once = async (at: number) => {
    await before?.(page, at)
    await page.evaluate(quiet, { quietMs: QUIET_MS, longestMs: LONGEST_MS })
    await page.evaluate((mark) => window.samphanPaint.begin(mark), ACT_MARK)
    await act(page, at)
    await page.evaluate(quiet, { quietMs: QUIET_MS, longestMs: LONGEST_MS })
    return page.evaluate(() => window.samphanPaint.end())
  }
  for (let at = 0; at < TIMES; at += 1) {
    const told = await once(at)
    paint.push(Math.max(told.paint, SOONEST_MS))
    settled.push(told.settled)
  }
  // Once more under the trace, which itself takes time.
  const work = await traced(browser, page, async () => {
    for (let at = 0; at < TRACED; at += 1) await once(at)
  })
  return { name, paint: timesOf(paint), settled: timesOf(settled), work: timesOf(work) }
}

declare global {
  interface Window {
    samphanPaint: { begin: (mark: string) => void; end: () => { paint: number; settled: number }; changedAt: number }
  }
}

/** Resolves when nothing in the page changed for a while. Runs in the page, and asks by a timer: frames asked for here would delay the page's own. */
async function quiet({ quietMs, longestMs }: { quietMs: number; longestMs: number }): Promise<void> {
  const until = performance.now() + longestMs
  const asked = performance.now()
  while (performance.now() - Math.max(asked, window.samphanPaint.changedAt) < quietMs && performance.now() < until)
    await new Promise((later) => setTimeout(later, 10))
}

/**
 * Listens to the browser's own event timing (from the event to the paint after it); scrolling is no event there, so that its next frame is timed by
 * hand. Runs in the page before anything of it.
 */
function watch(): void {
  let began = Number.POSITIVE_INFINITY
  let first = 0
  let paint = 0
  const state: Window['samphanPaint'] = {
    changedAt: 0,
    begin: (mark) => {
      performance.mark(mark)
      began = performance.now()
      first = 0
      paint = 0
    },
    end: () => {
      for (const entry of observer.takeRecords()) note(entry)
      return { paint, settled: first === 0 ? 0 : Math.max(0, state.changedAt - first) }
    },
  }
  const note = (entry: PerformanceEntry) => {
    if (entry.startTime >= began) paint = Math.max(paint, entry.duration)
  }
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(note))
  observer.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  const started = (event: Event) => {
    if (first === 0 && event.timeStamp >= began) first = event.timeStamp
  }
  for (const type of ['keydown', 'pointerdown', 'input', 'wheel'])
    addEventListener(type, started, { capture: true, passive: true })
  addEventListener(
    'wheel',
    (event) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          paint = Math.max(paint, performance.now() - event.timeStamp)
        }
        port2.postMessage(0)
      }),
    { capture: true, passive: true },
  )
  addEventListener('DOMContentLoaded', () =>
    new MutationObserver(() => {
      state.changedAt = performance.now()
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true }),
  )
  window.samphanPaint = state
}
