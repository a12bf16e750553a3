import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, nativeTheme, session } from 'electron'
import type { Appearance } from '../core/desktop-bridge.ts'
import { answerBridge } from './bridge.ts'
import { guardNavigation, guardSession, isDriven } from './guards.ts'
import { readLaunchOptions } from './launch-options.ts'
import { setMenu } from './menu.ts'
import { OfficeConnection } from './office-connection.ts'
import { findOffices } from './office-finder.ts'
import { registerAppScheme, serveApp } from './protocol.ts'
import { type ServerFailure, ServerProcess } from './server-process.ts'
import { refusalInWords, shellWords } from './shell-words.ts'
import { keepWindowState, readWindowState, type WindowState } from './window-state.ts'
import { canvasColor, openMainWindow } from './windows.ts'

/** The exit code that tells whoever started the app that the server refused and the person has been told why. */
const refusedExitCode = 3

const options = readLaunchOptions(process.argv.slice(1))
const inApp = (path: string) => join(app.getAppPath(), path)
let state: WindowState
let stateFile: string
let window: BrowserWindow | undefined
let server: ServerProcess | undefined
let exitCode = 0

function prepare(): void {
  app.setName('Samphan')
  app.setAppUserModelId('th.samphan.desktop')
  if (options.ownFolder) {
    const folder = join(options.dataFolder, 'desktop')
    mkdirSync(folder, { recursive: true })
    app.setPath('userData', folder)
  }
  registerAppScheme()
  guardNavigation()
}

// Not awaited at the top of the module: Electron would never become ready.
function run(): void {
  app.on('second-instance', showWindow)
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', keepState)
  app.on('will-quit', stopServerFirst)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
  void app.whenReady().then(open)
}

function open(): void {
  stateFile = join(app.getPath('userData'), 'window.json')
  state = readWindowState(stateFile, app.getLocale().startsWith('th') ? 'th' : 'en')
  applyAppearance(state.appearance)
  const office = new OfficeConnection({
    file: join(app.getPath('userData'), 'office.json'),
    find: findOffices,
    moved: (joined) => {
      // In an office this PC's own data rests; whoever leaves finds it as it was.
      if (joined) void server?.stop()
      else startServer()
    },
  })
  if (!office.joined) startServer()
  guardSession(session.defaultSession)
  askWhereToSave()
  serveApp(inApp('dist/renderer'), office, () => server!.address())
  answerBridge({ navigate, setAppearance: applyAppearance, office })
  window = openMainWindow(inApp('dist/electron/preload.cjs'), state)
  window.on('close', keepState)
  window.on('closed', () => {
    window = undefined
  })
}

function startServer(): void {
  server = new ServerProcess(inApp('dist/server/main.js'), options.serverArgs, giveUp)
  server.start()
}

function applyAppearance(appearance: Appearance): void {
  state.appearance = appearance
  nativeTheme.themeSource = appearance.theme
  setMenu(appearance.language, !app.isPackaged)
  window?.setBackgroundColor(canvasColor())
}

function navigate(path: string): void {
  showWindow()
  window?.webContents.send('desktop:navigate', path)
}

function showWindow(): void {
  if (window?.isMinimized()) window.restore()
  window?.show()
  window?.focus()
}

function askWhereToSave(): void {
  session.defaultSession.on('will-download', (_event, item) =>
    item.setSaveDialogOptions({ defaultPath: join(app.getPath('downloads'), item.getFilename()) }),
  )
}

function keepState(): void {
  if (window === undefined) return
  state = { ...state, bounds: window.getNormalBounds(), maximized: window.isMaximized() }
  keepWindowState(stateFile, state)
}

// Quitting waits for the server, which is finishing a save or closing its database. It ends by `exit`: an open message box
// would hold up a second `quit`.
function stopServerFirst(event: { preventDefault: () => void }): void {
  event.preventDefault()
  void Promise.resolve(server?.stop()).finally(() => app.exit(exitCode))
}

function giveUp({ code, message }: ServerFailure): void {
  const { language } = state.appearance
  console.error(`${code}: ${message}`)
  exitCode = refusedExitCode
  const box = {
    type: 'error',
    message: shellWords[language].cannotStart,
    detail: refusalInWords(language, code, message),
  } as const
  void dialog.showMessageBox(box).then(() => app.quit())
}

// Before anything is opened: Chromium begins to listen only after this file was read.
if (isDriven()) app.exit(refusedExitCode)
else {
  prepare()
  if (app.requestSingleInstanceLock()) run()
  else app.quit()
}
