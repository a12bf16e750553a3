import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { appOrigin } from './app-address.ts'
import type { WindowState } from './window-state.ts'

/** The theme's canvas colours: the empty window already looks like the app. */
const canvas = { light: '#f3f4f6', dark: '#15171b' }

/** The colour behind the pages under the current theme. */
export function canvasColor(): string {
  return nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light
}

/** Opens the main window at once, with the app's colour; the page fills it as it loads. */
export function openMainWindow(preload: string, { bounds, maximized }: WindowState): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    ...(bounds !== undefined && isOnAScreen(bounds) ? bounds : {}),
    minWidth: 480,
    minHeight: 400,
    title: 'สัมพันธ์ · Samphan',
    backgroundColor: canvasColor(),
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  if (maximized) window.maximize()
  // The page's own title would replace the product's name with whatever a record is called.
  window.on('page-title-updated', (event) => event.preventDefault())
  void window.loadURL(`${appOrigin}/`)
  return window
}

// A window kept on a second screen that is no longer there would open out of sight.
function isOnAScreen({ x, y, width, height }: NonNullable<WindowState['bounds']>): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const visibleWidth = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    const visibleHeight = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y)
    return visibleWidth >= 200 && visibleHeight >= 100
  })
}
