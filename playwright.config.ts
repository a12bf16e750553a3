import { defineConfig } from '@playwright/test'

const asRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results/playwright',
  // Every worker runs a server of its own beside its browser.
  workers: 2,
  // Slow machines are told apart from broken ones by what a test waits for, not by how long the whole of it takes.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  use: { locale: 'th-TH', timezoneId: 'Asia/Bangkok', viewport: { width: 1366, height: 768 } },
  projects: [
    {
      name: 'chromium',
      testDir: 'tests/e2e',
      use: {
        browserName: 'chromium',
        launchOptions: {
          executablePath: process.env.CHROMIUM_PATH || undefined,
          // They take room as on Windows: a page that is right only without them is not right.
          ignoreDefaultArgs: ['--hide-scrollbars'],
          // The tests talk to a server on loopback only: Chromium's own errands would fail or wait on a closed network.
          args: [
            ...(asRoot ? ['--no-sandbox'] : []),
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
    { name: 'desktop', testDir: 'tests/desktop', workers: 1 },
  ],
})
