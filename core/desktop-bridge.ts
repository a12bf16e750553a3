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

/** Where an office was found or is said to be. An address of the house, by number or name, and a port. */
export const OfficeAddress = z.strictObject({
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[\w.:-]+$/),
  port: z.int().min(1).max(65_535),
})
export type OfficeAddress = z.infer<typeof OfficeAddress>

export const JoinQuestion = z.strictObject({
  ...OfficeAddress.shape,
  /** The public key that the person compared, SHA-256 in hex: joined is this office or none. */
  keySha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The six digits that the host shows; without them somebody has to approve this PC there. */
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
})
export type JoinQuestion = z.infer<typeof JoinQuestion>

/** A copy of the office that this PC serves on its loopback, to be looked at. */
export const CopyAddress = z.strictObject({ port: z.int().min(1024).max(65_535), token: z.string().regex(/^[\w-]{20,100}$/) })
export type CopyAddress = z.infer<typeof CopyAddress>

/** What each call of the bridge takes; the desktop shell checks every message against it. */
export const desktopCalls = {
  about: z.undefined(),
  notify: Notification,
  openExternal: ExternalAddress,
  chooseFolder: FolderQuestion,
  setBadge: Badge,
  setAppearance: Appearance,
  findOffices: z.undefined(),
  meetOffice: OfficeAddress,
  joinOffice: JoinQuestion,
  office: z.undefined(),
  hostIsAt: OfficeAddress,
  leaveOffice: z.undefined(),
  openCopy: CopyAddress,
} as const
export type DesktopCall = keyof typeof desktopCalls

/** What the shell knows about itself. */
export interface AboutDesktop {
  platform: 'windows' | 'macos' | 'linux'
  version: string
}

/** An office that called out on the network. Its name is what it says of itself; only the six words tell who it is. */
export interface FoundOffice extends OfficeAddress {
  name: string
}

/** An office at its door, before anything was sent to it: who it is by its key, and why it cannot be met if it cannot. */
export type MetOffice = { keySha256: string; fingerprint: string } | { problem: 'office.not_found' }

/**
 * Where this app works: on this PC alone; waiting to be approved by an office; in that office; or turned away by it.
 * A problem is a code of `core/errors.ts`.
 */
export interface OfficeState {
  mode: 'local' | 'waiting' | 'joined' | 'turned_away'
  host?: string
  fingerprint?: string
  problem?: string
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
  /** Offices that call out on this network, as heard within some two seconds. */
  findOffices(): Promise<FoundOffice[]>
  /** Looks who answers at an address; nothing is sent but the greeting of TLS. */
  meetOffice(address: OfficeAddress): Promise<MetOffice>
  /** Asks to work in an office whose words were compared. From then on the app waits for its answer, also after a restart. */
  joinOffice(question: JoinQuestion): Promise<OfficeState>
  /** Where this app works; asks the host where it still waits. */
  office(): Promise<OfficeState>
  /** The host has another address now. Only whoever shows its key there is believed; nothing has to be compared or approved again. */
  hostIsAt(address: OfficeAddress): Promise<OfficeState>
  /** Back to this PC alone, or no longer waiting. The office's data stays on its host. */
  leaveOffice(): Promise<OfficeState>
  /** Opens a copy in the person's browser, so that it is never taken for the office. */
  openCopy(address: CopyAddress): Promise<void>
  /** Calls back with an app path when the shell wants a screen shown. Returns how to stop listening. */
  onNavigate(listener: (path: string) => void): () => void
}

/** The bridge when the screens run in the desktop app, undefined in a browser. */
export function desktopBridge(): DesktopBridge | undefined {
  return (globalThis as { samphan?: DesktopBridge }).samphan
}
