import { AppError } from '../../../core/errors.ts'
import { people } from '../../access/people.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Devices } from '../../lan/devices.ts'
import type { LanHost } from '../../lan/host.ts'
import type { PairingCode } from '../../lan/one-time-secrets.ts'
import type { Office } from '../../office.ts'

type Names = 'hostStatus' | 'setHost' | 'renewPairingCode' | 'decideDevice' | 'joinOffice' | 'joinState'
const done = { ok: true } as const

/** Sharing the office with the house, for who runs it; and how another PC asks to come in. */
export function hostHandlers(office: Office, host: LanHost, devices: Devices, code: PairingCode): SomeHandlers<Names> {
  return {
    hostStatus: async () => {
      const everybody = await people.list(office.connection)
      const without = everybody.filter((person) => person.active && !person.hasPassword)
      return { ...(await host.status()), withoutPassword: without.map((person) => person.nick || person.name) }
    },
    setHost: async (_ctx, { body }, { request }) => {
      // Whoever sits elsewhere would saw off the branch he sits on.
      if (request.overLan) throw new AppError('host.only_here')
      await host.set(body)
      return done
    },
    renewPairingCode: () => {
      code.renew()
      return done
    },
    decideDevice: async (ctx, { params, body }) => {
      await devices.decide(ctx.userId, params.id, body.state)
      return done
    },
    joinOffice: (_ctx, { body }, { request }) => devices.join({ ...body, address: request.ip }),
    joinState: async (_ctx, { params, body }) => ({ state: await devices.stateOf(params.id, body.secret) }),
  }
}
