import { app, type Session, shell, type WebContents } from 'electron'
import { isAppAddress, isOpenableOutside } from './app-address.ts'

const grantedPermissions: readonly string[] = ['notifications', 'clipboard-sanitized-write']

/** Switches by which another program looks into the windows and drives them. No fuse turns them off. */
const DRIVEN_BY = ['remote-debugging-port', 'remote-debugging-pipe'] as const

/** Whether the packaged app was started so that another program could read every page of it and act as who is signed in there. */
export const isDriven = (): boolean => app.isPackaged && DRIVEN_BY.some((name) => app.commandLine.hasSwitch(name))

/** Refuses every device and permission but notifications and writing text to the clipboard, and those only to the app's own pages. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(grantedPermissions.includes(permission) && isAppAddress(requestingUrl)),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => grantedPermissions.includes(permission) && isAppAddress(origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
}

/** Keeps every page of the app, now and later, at the app's own address: no other page, no second window, no webview. */
export function guardNavigation(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
}

function guardContents(contents: WebContents): void {
  const refuseForeign = (event: { preventDefault: () => void; url: string }) => {
    if (!isAppAddress(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', refuseForeign)
  contents.on('will-frame-navigate', refuseForeign)
  contents.on('will-redirect', refuseForeign)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    // A link to the outside, as in a customer's website, belongs in the person's browser.
    if (isOpenableOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}
