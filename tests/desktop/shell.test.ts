import { expect, test } from './support/desktop-app.ts'

const foreignAddresses = [
  'https://example.com/',
  'http://samphan/',
  'app://samphan.example.com/',
  'app://other/',
  'file:///etc/passwd',
  'data:text/html,<h1>x</h1>',
]

test('the first start asks who the office is, and the page complains of nothing', async ({ desktop: { window, complaints } }) => {
  await expect(window.getByRole('textbox').first()).toBeVisible()
  await expect(window.getByRole('button').first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('the window shows the app and has no power over the machine', async ({ desktop: { app, window } }) => {
  await expect(window.locator('#root')).not.toBeEmpty()
  expect(new URL(window.url()).host).toBe('samphan')
  const powers = await window.evaluate(() => [typeof globalThis.require, typeof globalThis.process])
  expect(powers).toEqual(['undefined', 'undefined'])
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences()
    return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag }
  })
  expect(preferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test('nothing leads the window away from the app', async ({ desktop: { app, window } }) => {
  await expect(window.locator('#root')).not.toBeEmpty()
  const opened = await app.evaluate(({ shell }) => {
    const addresses: string[] = []
    shell.openExternal = async (address) => void addresses.push(address)
    ;(globalThis as { opened?: string[] }).opened = addresses
    return addresses.length
  })
  expect(opened).toBe(0)
  for (const address of foreignAddresses) {
    await window.evaluate((target) => {
      const link = document.createElement('a')
      link.href = target
      document.body.append(link)
      link.click()
      const frame = document.createElement('iframe')
      frame.src = target
      document.body.append(frame)
      globalThis.open(target)
    }, address)
    await window.waitForTimeout(100)
    expect(new URL(window.url()).host, address).toBe('samphan')
  }
  const state = await app.evaluate(({ BrowserWindow }) => ({
    windows: BrowserWindow.getAllWindows().length,
    outside: (globalThis as { opened?: string[] }).opened,
  }))
  expect(state).toEqual({ windows: 1, outside: ['https://example.com/'] })
})

test('only the web, mail and telephone addresses reach the system', async ({ desktop: { app, window } }) => {
  await app.evaluate(({ shell }) => {
    shell.openExternal = async () => {}
  })
  const answers = await window.evaluate(() =>
    Promise.all(
      [
        'https://rd.go.th',
        'mailto:a@b.co.th',
        'tel:021234567',
        'http://a',
        'file:///etc',
        'smb://a',
        'ms-msdt:x',
        'javascript:1',
        'x',
      ].map((url) =>
        (globalThis as unknown as { samphan: { openExternal(input: { url: string }): Promise<boolean> } }).samphan.openExternal({
          url,
        }),
      ),
    ),
  )
  expect(answers).toEqual([true, true, true, false, false, false, false, false, false])
})

test('the bridge refuses what it did not promise', async ({ desktop: { window } }) => {
  const outcomes = await window.evaluate(async () => {
    const bridge = (globalThis as unknown as { samphan: Record<string, (input?: unknown) => Promise<unknown>> }).samphan
    const attempts = [
      bridge.setBadge!({ count: -1 }),
      bridge.notify!({ title: 'x', body: 'y', path: '//elsewhere' }),
      bridge.openExternal!({ url: 'https://rd.go.th', and: 'more' }),
    ]
    const settled = await Promise.allSettled(attempts)
    return { calls: Object.keys(bridge).sort(), settled: settled.map(({ status }) => status) }
  })
  expect(outcomes.calls).toEqual([
    'about',
    'chooseFolder',
    'findOffices',
    'hostIsAt',
    'joinOffice',
    'leaveOffice',
    'meetOffice',
    'notify',
    'office',
    'onNavigate',
    'openCopy',
    'openExternal',
    'setAppearance',
    'setBadge',
  ])
  expect(outcomes.settled).toEqual(['rejected', 'rejected', 'rejected'])
})

test('no path reaches a file outside the built screens, and an unknown file is not found', async ({ desktop: { window } }) => {
  const paths = [
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/%00.js',
    '/missing.js',
  ]
  const statuses = await window.evaluate(
    (list) => Promise.all(list.map(async (path) => (await fetch(`app://samphan${path}`)).status)),
    paths,
  )
  expect(statuses).toEqual(paths.map(() => 404))
})

test('every device and permission is refused but notifications', async ({ desktop: { window } }) => {
  const answers = await window.evaluate(async () => ({
    camera: (await navigator.permissions.query({ name: 'camera' as PermissionName })).state,
    microphone: (await navigator.permissions.query({ name: 'microphone' as PermissionName })).state,
    geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
    notifications: Notification.permission,
  }))
  expect(answers).toEqual({ camera: 'denied', microphone: 'denied', geolocation: 'denied', notifications: 'granted' })
})
