import { AppError } from '../../../core/errors.ts'
import { logAccess } from '../../access/access-log.ts'
import { accessRules } from '../../access/access-rules.ts'
import type { Sessions } from '../../access/sessions.ts'
import { totp } from '../../access/totp.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { ownersOnly } from './people-handlers.ts'

const done = { ok: true } as const

/** Codes of an app beside the password: set up, given up, and taken away from who lost the phone. */
export function totpHandlers(
  office: Office,
  sessions: Sessions,
): SomeHandlers<'getTotp' | 'beginTotp' | 'confirmTotp' | 'endTotp' | 'endTotpOf'> {
  const db = office.connection
  return {
    getTotp: async (ctx) => ({
      on: await totp.isOn(db, ctx.userId),
      recoveryCodes: await totp.recoveryCodesLeft(db, ctx.userId),
    }),
    beginTotp: async (ctx, { body }, { request }) => {
      // Without a password there is no first proof that a second could stand beside.
      if ((await sessions.checkPassword(ctx.userId, body.password, request)) === null) throw new AppError('password.needed')
      const person = await db.get<{ name: string; nick: string }>('select name, nick from "user" where id = ?', [ctx.userId])
      // Each Thai letter takes nine of the picture's: with the company's whole name a phone's camera could not read it.
      const label = person?.nick || person?.name.slice(0, 12) || ''
      const begun = await office.write(ctx, (tx) =>
        totp.begin(tx, sessions.secrets, { userId: ctx.userId, label, issuer: 'Samphan' }),
      )
      return { secret: begun.secret, picture: await totp.picture(begun.picture) }
    },
    confirmTotp: async (ctx, { body }, { request }) => {
      const right = await sessions.takeTry(request, ctx.userId)
      const recoveryCodes = await office.write(ctx, async (tx) => {
        await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'totp_on' })
        return totp.confirm(tx, sessions.secrets, { userId: ctx.userId, code: body.code, now: office.clock.now() })
      })
      await right()
      return { recoveryCodes }
    },
    endTotp: async (ctx, { body }, { request }) => {
      if (ctx.policy.admin && (await accessRules.read(db)).codeForAdmins) throw new AppError('totp.required')
      await sessions.checkPassword(ctx.userId, body.password, request)
      const right = await sessions.takeTry(request, ctx.userId)
      await office.write(ctx, async (tx) => {
        await totp.take(tx, sessions.secrets, { userId: ctx.userId, code: body.code, now: office.clock.now() })
        await totp.remove(tx, ctx.userId)
        await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'totp_off' })
      })
      await right()
      return done
    },
    endTotpOf: async (ctx, { params }) => {
      await office.write(ctx, async (tx) => {
        const person = await tx.get<{ role: string }>('select role from "user" where id = ?', [params.id])
        if (!person) throw new AppError('request.not_found')
        ownersOnly(ctx, person.role)
        await totp.remove(tx, params.id)
        await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'totp_off', detail: { of: params.id } })
        await sessions.endAllOf(tx, params.id)
      })
      return done
    },
  }
}
