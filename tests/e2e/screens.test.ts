import { addresses, ROUTES, settle, withBase } from './support/addresses.ts'
import { expect, demoTest as test } from './support/office.ts'
import { unreadable } from './support/readable.ts'

const LOOKS = [
  { name: 'Thai, light, 1366', language: 'th', scheme: 'light', width: 1366, height: 768 },
  { name: 'English, dark, 1366', language: 'en', scheme: 'dark', width: 1366, height: 768 },
  { name: 'Thai, dark, phone', language: 'th', scheme: 'dark', width: 390, height: 844 },
] as const

for (const look of LOOKS) {
  test(`every screen is accessible, uncut and without complaints: ${look.name}`, async ({
    page,
    request,
    complaints,
    office,
  }) => {
    test.setTimeout(600_000)
    await page.setViewportSize({ width: look.width, height: look.height })
    await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' })
    await page.context().setExtraHTTPHeaders({})
    await page.addInitScript(
      (appearance) => {
        for (const [key, value] of Object.entries(appearance)) localStorage.setItem(key, value)
      },
      { 'samphan.colours': look.scheme, 'samphan.language': look.language },
    )
    const api = page.context().request
    expect(request).toBeDefined()
    const wrong: string[] = []
    for (const route of ROUTES) {
      for (const address of await addresses(withBase(api, office.address), route)) {
        await page.goto(office.address + address)
        await settle(page)
        for (const problem of await unreadable(page)) wrong.push(`${address}: ${problem}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (wide > 1) wrong.push(`${address}: scrolls sideways by ${wide}px`)
      }
    }
    expect([...wrong, ...complaints]).toEqual([])
  })
}

test('with large text in a small window nothing stands outside it, and every screen shows its name', async ({
  page,
  office,
  complaints,
}) => {
  test.setTimeout(600_000)
  await page.setViewportSize({ width: 800, height: 768 })
  await page.addInitScript(() => {
    localStorage.setItem('samphan.text-size', '130')
    localStorage.setItem('samphan.language', 'en')
  })
  const wrong: string[] = []
  for (const route of ROUTES) {
    for (const address of await addresses(withBase(page.context().request, office.address), route)) {
      await page.goto(office.address + address)
      await settle(page)
      const seen = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        name: document.querySelector('h1')?.getBoundingClientRect().width,
      }))
      if (seen.wide > 1) wrong.push(`${address}: scrolls sideways by ${seen.wide}px`)
      if (seen.name !== undefined && seen.name < 40) wrong.push(`${address}: of its name ${Math.round(seen.name)}px are seen`)
    }
  }
  expect([...wrong, ...complaints]).toEqual([])
})
