import { z } from 'zod'

/** An address inside the app, as the router spells it: `/deals/…?tab=files`. */
const AppPath = z
  .string()
  .max(2000)
  .regex(/^\/(?!\/)/)

export const Notification = z.strictObject({
  title: z.string().min(1).max(200),
  body: z.string().max(1000),
  /** Where a click on the notification leads. */
  path: AppPath.optional(),
})
export type Notification = z.infer<typeof Notification>

export const ExternalAddress = z.strictObject({ url: z.string().min(1).max(4000) })
export type ExternalAddress = z.infer<typeof ExternalAddress>

export const FolderQuestion = z.strictObject({ title: z.string().max(200).optional() })
export type FolderQuestion = z.infer<typeof FolderQuestion>

export const Badge = z.strictObject({ count: z.int().min(0).max(9999) })
export type Badge = z.infer<typeof Badge>

export const Appearance = z.strictObject({ language: z.enum(['th', 'en']), theme: z.enum(['light', 'dark', 'system']) })
export type Appearance = z.infer<typeof Appearance>

/** What each call of the bridge takes; the desktop shell checks every message against it. */
export const desktopCalls = {
  about: z.undefined(),
  notify: Notification,
  openExternal: ExternalAddress,
  chooseFolder: FolderQuestion,
  setBadge: Badge,
  setAppearance: Appearance,
} as const
export type DesktopCall = keyof typeof desktopCalls

/** What the shell knows about itself. */
export interface AboutDesktop {
  platform: 'windows' | 'macos' | 'linux'
  version: string
}

/** Everything the screens can ask of the desktop shell; in a browser it is absent. No business data passes here. */
export interface DesktopBridge {
  about(): Promise<AboutDesktop>
  /** Shows a notification of the operating system; a click brings the window forward and goes to its `path`. */
  notify(notification: Notification): Promise<void>
  /** Hands an https, mailto or tel address to the system. False when the address is none of these. */
  openExternal(address: ExternalAddress): Promise<boolean>
  /** Asks the person for a folder. Its absolute path, or null when the dialog was cancelled. */
  chooseFolder(question: FolderQuestion): Promise<string | null>
  /** Shows a number on the app's icon where the system can; 0 takes it away. */
  setBadge(badge: Badge): Promise<void>
  /** Tells the shell the language of its menu and the colours of its frame. */
  setAppearance(appearance: Appearance): Promise<void>
  /** Calls back with an app path when the shell wants a screen shown. Returns how to stop listening. */
  onNavigate(listener: (path: string) => void): () => void
}

/** The bridge when the screens run in the desktop app, undefined in a browser. */
export function desktopBridge(): DesktopBridge | undefined {
  return (globalThis as { samphan?: DesktopBridge }).samphan
}
