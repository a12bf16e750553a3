import { app, BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain, Notification as SystemNotification, shell } from 'electron'
import type { z } from 'zod'
import { type AboutDesktop, type Appearance, type DesktopCall, desktopCalls } from '../core/desktop-bridge.ts'
import { isAppAddress, isOpenableOutside } from './app-address.ts'
import type { OfficeConnection } from './office-connection.ts'
import { findOffices } from './office-finder.ts'
import { platformName } from './platform.ts'

/** More calls of one kind than this within a second are a page gone wrong, and are refused. */
const callsPerSecond = 50

/** What the bridge leaves to the rest of the shell. */
export interface BridgeActions {
  /** Brings the window forward and shows a screen in it. */
  navigate: (path: string) => void
  setAppearance: (appearance: Appearance) => void
  office: OfficeConnection
}

/** Answers the calls that the preload offers to the page. Each is checked: sender, shape and rate. */
export function answerBridge({ navigate, setAppearance, office }: BridgeActions): void {
  handle('about', (): AboutDesktop => ({ platform: platformName(), version: app.getVersion() }))
  handle('notify', ({ title, body, path }) => {
    const notification = new SystemNotification({ title, body })
    if (path !== undefined) notification.on('click', () => navigate(path))
    notification.show()
  })
  handle('openExternal', async ({ url }) => {
    if (!isOpenableOutside(url)) return false
    // The address as it was judged, not as it was spelled: what is skipped on reading is not handed on.
    await shell.openExternal(new URL(url).href)
    return true
  })
  handle('chooseFolder', async ({ title }, sender) => {
    const answer = await dialog.showOpenDialog(sender, { title, properties: ['openDirectory', 'createDirectory'] })
    return answer.canceled ? null : (answer.filePaths[0] ?? null)
  })
  handle('setBadge', ({ count }) => void app.setBadgeCount(count))
  handle('setAppearance', (appearance) => setAppearance(appearance))
  handle('findOffices', findOffices)
  handle('meetOffice', (address) => office.meet(address))
  handle('joinOffice', (question) => office.join(question))
  handle('office', () => office.state())
  handle('hostIsAt', (address) => office.isAt(address))
  handle('leaveOffice', () => office.leave())
  handle('openCopy', ({ port, token }) => shell.openExternal(`http://127.0.0.1:${port}/?token=${token}`))
}

type CallInput<Name extends DesktopCall> = z.infer<(typeof desktopCalls)[Name]>

function handle<Name extends DesktopCall>(name: Name, answer: (input: CallInput<Name>, sender: BrowserWindow) => unknown): void {
  const withinRate = rateLimit()
  ipcMain.handle(`desktop:${name}`, (event, input: unknown) => {
    const sender = senderOf(event)
    if (sender === undefined) throw new Error('refused: not the app’s own page')
    if (!withinRate()) throw new Error('refused: too many calls')
    return answer(desktopCalls[name].parse(input) as CallInput<Name>, sender)
  })
}

// Only the main frame of one of our windows, showing one of our pages, may speak: a frame inside it may not.
function senderOf(event: IpcMainInvokeEvent): BrowserWindow | undefined {
  const frame = event.senderFrame
  if (frame === null || frame.parent !== null || !isAppAddress(frame.url)) return undefined
  return BrowserWindow.fromWebContents(event.sender) ?? undefined
}

function rateLimit(): () => boolean {
  let second = 0
  let count = 0
  return () => {
    const now = Math.floor(performance.now() / 1000)
    if (now !== second) [second, count] = [now, 0]
    count += 1
    return count <= callsPerSecond
  }
}
