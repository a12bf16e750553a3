import { expect, test } from './support/desktop-app.ts'

/** Schemes that a system hands to some program, and spellings that only look like the web. */
const NOT_OUTSIDE = [
  ...[
    'http://rd.go.th',
    'ftp://a',
    'file:///etc/passwd',
    'file://server/share/x.exe',
    'smb://a/b',
    '\\\\server\\share',
    '//server/share',
  ],
  ...[
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'ms-officecmd:{}',
    'ms-settings:',
    'ms-excel:ofv|u|https://a',
    'shell:startup',
  ],
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:1',
    'data:text/html,x',
    'blob:app://samphan/1',
    'vbscript:x',
    'about:blank',
    'chrome://settings',
  ],
  ...[
    'app://samphan/',
    'view-source:https://a',
    'intent://a#Intent;end',
    'ssh://a',
    'telnet://a',
    'ldap://a',
    'jar:https://a!/',
    'x-apple:a',
  ],
  ...['steam://run/1', 'zoommtg://a', 'irc://a', '', ' ', 'https', 'https://', 'http://https://a'],
]

test('every window, whichever opens it, has the powers of a page and no more', async ({ desktop: { app, window } }) => {
  await expect(window.locator('#root')).not.toBeEmpty()
  const all = await app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) => (contents as never as { getLastWebPreferences(): object }).getLastWebPreferences()),
  )
  expect(all).toHaveLength(1)
  const preferences = all[0] as Record<string, unknown>
  const off = [
    'nodeIntegration',
    'nodeIntegrationInSubFrames',
    'nodeIntegrationInWorker',
    'webviewTag',
    'allowRunningInsecureContent',
    'experimentalFeatures',
  ]
  for (const name of off) expect(preferences[name] ?? false, name).toBe(false)
  for (const name of ['contextIsolation', 'sandbox', 'webSecurity']) expect(preferences[name], name).toBe(true)
  expect(preferences.enableBlinkFeatures ?? '').toBe('')
  // A frame, were there ever one, has not even the bridge.
  const inFrame = await window.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.src = 'app://samphan/'
    const loaded = new Promise((resolve) => {
      frame.onload = resolve
      setTimeout(resolve, 2000)
    })
    document.body.append(frame)
    await loaded
    const inner = frame.contentWindow as (Window & { samphan?: unknown; require?: unknown }) | null
    try {
      return [typeof inner?.samphan, typeof inner?.require]
    } catch {
      return ['undefined', 'undefined']
    }
  })
  expect(inFrame).toEqual(['undefined', 'undefined'])
})

test('no way of going elsewhere leads there: addresses, forms, redirects, new windows, webviews', async ({
  desktop: { app, window },
}) => {
  await expect(window.locator('#root')).not.toBeEmpty()
  await app.evaluate(({ app: electron, shell }) => {
    const seen: string[] = []
    shell.openExternal = async (address) => void seen.push(address)
    ;(globalThis as { seen?: string[]; opened?: number }).seen = seen
    electron.on('web-contents-created', () => {
      ;(globalThis as { opened?: number }).opened = ((globalThis as { opened?: number }).opened ?? 0) + 1
    })
  })
  const targets = [
    'http://127.0.0.1:9/',
    'file:///etc/passwd',
    'data:text/html,x',
    'app://samphan.evil/',
    'app://other/',
    'javascript:location="data:,x"',
  ]
  for (const target of targets) {
    for (const way of ['assign', 'replace', 'form', 'refresh', 'blank', 'middle', 'open', 'webview'] as const)
      await window
        .evaluate(
          ([how, to]) => {
            const link = Object.assign(document.createElement('a'), { href: to, target: how === 'blank' ? '_blank' : '' })
            const form = Object.assign(document.createElement('form'), { action: to, method: 'post' })
            const refresh = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${to}` })
            const webview = document.createElement('webview')
            webview.setAttribute('src', to ?? '')
            document.body.append(link, form)
            if (how === 'assign') location.assign(to ?? '')
            if (how === 'replace') location.replace(to ?? '')
            if (how === 'form') form.submit()
            if (how === 'refresh') document.head.append(refresh)
            if (how === 'blank') link.click()
            if (how === 'middle') link.dispatchEvent(new MouseEvent('click', { bubbles: true, button: 1, ctrlKey: true }))
            if (how === 'open') globalThis.open(to, '_blank', 'nodeIntegration=1,contextIsolation=0')
            if (how === 'webview') document.body.append(webview)
          },
          [way, target] as const,
        )
        .catch(() => undefined)
    await window.waitForTimeout(200)
    expect(
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map(
          (each) => new URL(each.webContents.getURL()).origin + new URL(each.webContents.getURL()).host,
        ),
      ),
      target,
    ).toEqual(['nullsamphan'])
  }
  const { seen, opened } = await app.evaluate(() => globalThis as { seen?: string[]; opened?: number })
  expect(seen).toEqual([])
  expect(opened ?? 0).toBe(0)
})

test('no scheme but https, mail and telephone reaches the system', async ({ desktop: { app, window } }) => {
  await app.evaluate(({ shell }) => {
    const seen: string[] = []
    shell.openExternal = async (address) => void seen.push(address)
    ;(globalThis as { seen?: string[] }).seen = seen
  })
  for (const url of NOT_OUTSIDE)
    await window
      .evaluate(async (to) => {
        const { samphan } = globalThis as unknown as { samphan: { openExternal(input: { url: string }): Promise<boolean> } }
        await samphan.openExternal({ url: to }).catch(() => false)
        globalThis.open(to)
      }, url)
      .catch(() => undefined)
  expect(await app.evaluate(() => (globalThis as { seen?: string[] }).seen)).toEqual([])
})

test('asking for a device or a permission is refused, whatever it is', async ({ desktop: { window } }) => {
  await expect(window.locator('#root')).not.toBeEmpty()
  const got = await window.evaluate(async () => {
    const page = navigator as Navigator &
      Record<string, { requestDevice?: (filter: object) => Promise<unknown>; requestPort?: () => Promise<unknown> } | undefined>
    const asks: Record<string, () => Promise<unknown> | undefined> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
      place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: 2000 })),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      clipboard: () => navigator.clipboard.readText(),
      usb: () => page.usb?.requestDevice?.({ filters: [] }),
      hid: async () => {
        const devices = (await page.hid?.requestDevice?.({ filters: [] })) as unknown[] | undefined
        if (!devices?.length) throw new Error('none')
      },
      serial: () => page.serial?.requestPort?.(),
      bluetooth: () => page.bluetooth?.requestDevice?.({ acceptAllDevices: true }),
      storage: async () => {
        if (!(await navigator.storage.persist())) throw new Error('refused')
      },
    }
    const granted: string[] = []
    for (const [name, ask] of Object.entries(asks)) {
      const asked = (async () => ask())()
      const outcome = await Promise.race([
        asked.then(
          (answer) => (answer === undefined && ['usb', 'serial', 'bluetooth'].includes(name) ? 'absent' : 'granted'),
          () => 'refused',
        ),
        new Promise((resolve) => setTimeout(() => resolve('silent'), 3000)),
      ])
      if (outcome === 'granted') granted.push(name)
    }
    return granted
  })
  expect(got).toEqual([])
})
