import { z } from 'zod'
import { Done, Id, Label } from './office.ts'
import { defineRoutes } from './route.ts'

export const DEVICE_STATES = ['waiting', 'approved', 'refused', 'revoked'] as const
export type DeviceState = (typeof DEVICE_STATES)[number]
const PLATFORMS = ['windows', 'macos', 'linux'] as const

/** A PC of the office that asked to come in. */
export const Device = z.object({
  id: z.string(),
  name: z.string(),
  platform: z.enum(PLATFORMS),
  state: z.enum(DEVICE_STATES),
  requestedAt: z.string(),
  seenAt: z.string().nullable(),
  address: z.string(),
})
export type Device = z.infer<typeof Device>

/**
 * How the sharing goes: switched off, at work, or why it is not: another program has the port, or this PC no longer has the address
 * (the cable is out); both are tried again by themselves.
 */
export const HOST_STATES = ['off', 'starting', 'listening', 'port_taken', 'address_gone', 'failed'] as const
export type HostState = (typeof HOST_STATES)[number]

/** A square of dots, drawn by one path in a view box of `size`. */
const Qr = z.object({ size: z.int(), path: z.string() })
export type Qr = z.infer<typeof Qr>
const Timed = z.object({ value: z.string(), until: z.string() })

export const HostStatus = z.object({
  on: z.boolean(),
  state: z.enum(HOST_STATES),
  address: z.string().optional(),
  port: z.int(),
  /** The addresses of this PC that it may be shared on, the likeliest first. */
  addresses: z.array(z.object({ interface: z.string(), address: z.string() })),
  /** What is there while it listens: the office's address, the page on how to trust it, both to scan; the names it answers to. */
  open: z
    .object({
      url: z.string(),
      trustUrl: z.string().optional(),
      names: z.array(z.string()),
      qr: Qr,
      trustQr: Qr.optional(),
      /** Six bytes in hex, told as six words. */
      fingerprint: z.string(),
      certificateSha256: z.string(),
      code: Timed,
      /** Whether other PCs find this one by themselves. */
      found: z.boolean(),
    })
    .optional(),
  devices: z.array(Device),
  /** Nicknames of those who cannot sign in from another device because they have no password. */
  withoutPassword: z.array(z.string()),
})
export type HostStatus = z.infer<typeof HostStatus>

const Secret = z.string().regex(/^[\w-]{43}$/)

export const hostRoutes = defineRoutes({
  hostStatus: { method: 'GET', path: '/api/host', permission: 'admin', reply: HostStatus },
  /** Makes this PC the office's host, or ends that. The address is one of this PC's; the likeliest where none is said. */
  setHost: {
    method: 'PUT',
    path: '/api/host',
    permission: 'admin',
    body: z.strictObject({
      on: z.boolean(),
      address: z.string().max(60).optional(),
      port: z.int().min(1024).max(65_534).optional(),
    }),
    reply: Done,
  },
  renewPairingCode: { method: 'POST', path: '/api/host/code', permission: 'admin', body: z.strictObject({}), reply: Done },
  decideDevice: {
    method: 'POST',
    path: '/api/host/devices/:id',
    permission: 'admin',
    params: Id,
    body: z.strictObject({ state: z.enum(['approved', 'refused', 'revoked']) }),
    reply: Done,
  },
  /** A PC asks to work in this office; with the code that the host shows it is approved at once. */
  joinOffice: {
    method: 'POST',
    path: '/api/join',
    permission: 'anyone',
    body: z.strictObject({
      name: Label,
      platform: z.enum(PLATFORMS),
      /** 256 bits of the device's own, by which it is known from then on. */
      secret: Secret,
      code: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
    }),
    reply: z.object({ id: z.string(), state: z.enum(DEVICE_STATES) }),
  },
  joinState: {
    method: 'POST',
    path: '/api/join/:id',
    permission: 'anyone',
    params: Id,
    body: z.strictObject({ secret: Secret }),
    reply: z.object({ state: z.enum(DEVICE_STATES) }),
  },
})
