import { hostname } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { HostState, HostStatus } from '../../core/contract/host.ts'
import { AppError } from '../../core/errors.ts'
import { DEFAULT_PORT } from '../../core/lan/fingerprint.ts'
import type { Clock } from '../clock.ts'
import type { LanDoor } from '../http/door.ts'
import type { Log } from '../log.ts'
import type { Devices } from './devices.ts'
import { LEAF_RENEWED_BEFORE_MS, type Listening, listen, type OpenDoor } from './listening.ts'
import { type OfficeIdentity, openIdentity } from './office-identity.ts'
import type { PairingCode, SetupToken } from './one-time-secrets.ts'
import { isPrivateAddress, type OwnAddress, ownAddresses } from './private-address.ts'
import { qrOf } from './qr.ts'

/** Whether and where the office is shared, as it is kept in its settings. The interface tells where to look when the address changes. */
export type LanSetting = { on: boolean; address: string; port: number; interface: string }

type Parts = {
  folder: string
  clock: Clock
  log: Log
  setting: () => Promise<LanSetting | undefined>
  keepSetting: (setting: LanSetting) => Promise<void>
  officeName: () => Promise<string | undefined>
  code: PairingCode
  setupToken: SetupToken
  devices: () => Devices
  /** Told when the state changed, so that the host's screen shows it. */
  changed: () => void
  /** Tests stand in for the PC's network. */
  addresses?: () => OwnAddress[]
}

/** How often the host looks whether its address is still there and its certificate good for long enough. */
const LOOK_EVERY_MS = 5_000
const LOOPBACK = /^(127\.|::1$)/

type Socket = Parameters<LanDoor['admit']>[1]

/** Shares the office with the house: one state, changed by who runs the office, by the network, and by nobody else. */
export class LanHost {
  readonly #parts: Parts
  readonly #sockets = new Map<string, Set<Socket>>()
  #openDoor: OpenDoor | undefined
  #setting: LanSetting | undefined
  #state: HostState = 'off'
  #listening: Listening | undefined
  #identity: OfficeIdentity | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #looking: NodeJS.Timeout | undefined
  #stopped = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Where the house finds the office, while it is shared. */
  get url(): string | undefined {
    return this.#listening?.url
  }

  get setupToken(): SetupToken {
    return this.#parts.setupToken
  }

  /** Takes up what the settings say. A port that is taken or a cable that is out keeps nothing else from starting. */
  async start(openDoor: OpenDoor): Promise<void> {
    this.#openDoor = openDoor
    this.#setting = await this.#parts.setting()
    await this.#inTurn(() => this.#reopen())
    this.#looking = setInterval(() => void this.look(), LOOK_EVERY_MS).unref()
  }

  /**
   * Makes this PC the host or ends that, and keeps it in the settings.
   * @throws AppError `host.not_private`, `host.no_such_address`, `host.no_address`: nothing is changed then
   */
  set(wanted: { on: boolean; address?: string | undefined; port?: number | undefined }): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#setting
      const port = wanted.port ?? before?.port ?? DEFAULT_PORT
      const place = wanted.on
        ? this.#choose(wanted.address ?? (before && this.#has(before.address) ? before.address : undefined))
        : { address: before?.address ?? '', interface: before?.interface ?? '' }
      const setting = { on: wanted.on, port, address: place.address, interface: place.interface }
      // A machine that is the host already opens also while nothing can be written.
      if (!isDeepStrictEqual(setting, await this.#parts.setting())) await this.#parts.keepSetting(setting)
      this.#setting = setting
      await this.#reopen()
    })
  }

  /** Looks after the host: follows a changed address, tries again what failed, renews the certificate. Called every few seconds. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      const setting = this.#setting
      if (!setting?.on) return
      if (!this.#has(setting.address)) await this.#follow(setting)
      else if (!this.#listening) await this.#reopen()
      else if (this.#listening.leafUntil.getTime() - this.#parts.clock.now().getTime() < LEAF_RENEWED_BEFORE_MS)
        this.#listening.renew(this.#parts.clock.now())
    }).catch((error: unknown) => this.#parts.log.error({ error: String(error) }, 'the host could not look after itself'))
  }

  async status(): Promise<Omit<HostStatus, 'withoutPassword'>> {
    const { code, devices } = this.#parts
    const setting = this.#setting
    const listening = this.#listening
    return {
      on: setting?.on ?? false,
      state: this.#state,
      port: setting?.port ?? DEFAULT_PORT,
      ...(setting?.address && { address: setting.address }),
      addresses: this.#own().map(({ interface: name, address }) => ({ interface: name, address })),
      ...(listening &&
        this.#identity && {
          open: {
            url: listening.url,
            names: listening.names,
            qr: qrOf(listening.url),
            ...(listening.trustUrl && { trustUrl: listening.trustUrl, trustQr: qrOf(listening.trustUrl) }),
            fingerprint: this.#identity.fingerprint,
            certificateSha256: this.#identity.certificateSha256,
            code: code.current(),
            found: listening.found(),
          },
        }),
      devices: await devices().list(),
    }
  }

  /** Cuts what a device has open; its next request is refused. */
  shutOut(device: string): void {
    for (const socket of this.#sockets.get(device) ?? []) socket.destroy()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#looking)
    await this.#inTurn(() => this.#close())
  }

  /** One change after the other: a click and a cable pulled at once must not leave two doors open. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }

  #own(): OwnAddress[] {
    return (this.#parts.addresses ?? ownAddresses)()
  }

  #has(address: string): boolean {
    return LOOPBACK.test(address) || this.#own().some((own) => own.address === address)
  }

  #choose(wanted: string | undefined): { address: string; interface: string } {
    if (wanted === undefined) {
      const [first] = this.#own()
      if (!first) throw new AppError('host.no_address')
      return first
    }
    if (!isPrivateAddress(wanted)) throw new AppError('host.not_private', { address: wanted })
    if (LOOPBACK.test(wanted)) return { address: wanted, interface: '' }
    const own = this.#own().find((each) => each.address === wanted)
    if (!own) throw new AppError('host.no_such_address', { address: wanted })
    return own
  }

  /** The address went away: the same interface may have another by now; until it has, nobody can be served. */
  async #follow(setting: LanSetting): Promise<void> {
    const family = (address: string) => address.includes(':')
    const there = this.#own().filter((own) => own.interface === setting.interface)
    const next = there.find((own) => family(own.address) === family(setting.address)) ?? there[0]
    if (next) {
      this.#setting = { ...setting, address: next.address }
      await this.#parts.keepSetting(this.#setting)
      await this.#reopen()
    } else if (this.#state !== 'address_gone') {
      await this.#close()
      this.#become('address_gone')
    }
  }

  async #reopen(): Promise<void> {
    await this.#close()
    const setting = this.#setting
    if (!setting?.on || !this.#openDoor || this.#stopped) return this.#become('off')
    if (!this.#has(setting.address)) return this.#become('address_gone')
    const { clock, folder, officeName } = this.#parts
    // Names in a certificate and in `Host` are compared in small letters.
    const hostName = (hostname().split('.')[0] ?? 'samphan').toLowerCase()
    this.#become('starting')
    try {
      this.#identity ??= await openIdentity(join(folder, 'lan'), hostName, clock.now())
      this.#listening = await listen(
        { address: setting.address, port: setting.port, hostName, officeName: (await officeName()) ?? hostName },
        {
          identity: this.#identity,
          openDoor: this.#openDoor,
          admit: (header, socket) => this.#admit(header, socket),
          now: clock.now(),
        },
      )
      this.#become('listening')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      this.#parts.log.warn({ code, error: String(error) }, 'the office is not shared')
      this.#become(
        code === 'EADDRINUSE' || code === 'EACCES' ? 'port_taken' : code === 'EADDRNOTAVAIL' ? 'address_gone' : 'failed',
      )
    }
  }

  async #close(): Promise<void> {
    const listening = this.#listening
    this.#listening = undefined
    await listening?.close(!this.#has(listening.address))
  }

  #become(state: HostState): void {
    if (state === this.#state) return
    this.#state = state
    this.#parts.changed()
  }

  async #admit(header: string, socket: Socket): Promise<void> {
    const id = await this.#parts.devices().admit(header)
    const open = this.#sockets.get(id) ?? new Set<Socket>()
    this.#sockets.set(id, open)
    if (open.has(socket)) return
    open.add(socket)
    socket.once('close', () => {
      open.delete(socket)
      if (open.size === 0 && this.#sockets.get(id) === open) this.#sockets.delete(id)
    })
  }
}
