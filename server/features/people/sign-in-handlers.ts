import { AppError } from '../../../core/errors.ts'
import { logAccess } from '../../access/access-log.ts'
import { oneUseCodes } from '../../access/one-use-codes.ts'
import type { Sessions } from '../../access/sessions.ts'
import { newPasswordHash } from '../../access/set-password.ts'
import { totp } from '../../access/totp.ts'
import type { RawHttp, RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'

type Names =
  | 'signIn'
  | 'useCode'
  | 'signOut'
  | 'setPassword'
  | 'mySessions'
  | 'endMySession'
  | 'endMyOtherSessions'
  | 'listSessions'
  | 'endSession'

const done = { ok: true } as const

/** Coming in, one's own password, and the devices on which one is signed in. */
export function signInHandlers(office: Office, sessions: Sessions): SomeHandlers<Names> {
  const told = async (http: RawHttp, userId?: string) => {
    const current = (await sessions.sessionOf(http.request))?.id
    return {
      sessions: (await sessions.list(userId)).map((session) => ({
        id: session.id,
        userId: session.user_id,
        device: session.device,
        address: session.address,
        createdAt: session.created_at,
        seenAt: session.seen_at,
        current: session.id === current,
      })),
    }
  }
  return {
    signIn: async (_ctx, { body }, http) => {
      await sessions.signIn(body, body.password, http, body.code)
      return done
    },
    useCode: async (_ctx, { body }, http) => {
      await useCode(office, sessions, body, http)
      return done
    },
    signOut: async (_ctx, _request, http) => {
      await sessions.signOut(http)
      return done
    },
    setPassword: async (ctx, { body }, http) => {
      await setPassword(office, sessions, ctx, body, http)
      return done
    },
    mySessions: (ctx, _request, http) => told(http, ctx.userId),
    endMySession: async (ctx, { params }) => {
      await office.write(ctx, async (tx) => {
        await sessions.end(tx, params.id, ctx.userId)
        await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'session_ended' })
      })
      return done
    },
    endMyOtherSessions: async (ctx, _request, http) => {
      const current = (await sessions.sessionOf(http.request))?.id
      await office.write(ctx, async (tx) => {
        await sessions.endAllOf(tx, ctx.userId, current)
        await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'session_ended' })
      })
      return done
    },
    listSessions: (_ctx, _request, http) => told(http),
    endSession: async (ctx, { params }) => {
      await office.write(ctx, async (tx) => {
        await sessions.end(tx, params.id)
        await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'session_ended' })
      })
      return done
    },
  }
}

/** A new password ends every session of the person, this one too; he goes on under a new token. */
async function setPassword(
  office: Office,
  sessions: Sessions,
  ctx: RequestContext,
  body: { current?: string | undefined; next: string | null },
  http: RawHttp,
): Promise<void> {
  const db = office.connection
  const before = await sessions.checkPassword(ctx.userId, body.current ?? '', http.request)
  // Without a password he could come in nowhere but as the owner of a single PC.
  if (body.next === null && (ctx.identity.role.key !== 'owner' || !http.request.guardedLoopback))
    throw new AppError('password.needed')
  const hash = body.next === null ? null : await newPasswordHash(db, ctx.userId, body.next)
  await office.write(ctx, async (tx) => {
    // Whoever changed it in the meantime knew the password better.
    const { changes } = await tx.run(
      'update "user" set password_hash = ? where id = ? and password_hash is not distinct from ?',
      [hash, ctx.userId, before],
    )
    if (changes === 0) throw new AppError('session.wrong_password')
    await oneUseCodes.takeBack(tx, ctx.userId)
    await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'password' })
    await sessions.endAllOf(tx, ctx.userId)
    if (hash !== null) await sessions.start(tx, ctx.userId, http)
  })
}

async function useCode(
  office: Office,
  sessions: Sessions,
  body: { code: string; password: string },
  http: RawHttp,
): Promise<void> {
  const right = await sessions.takeTry(http.request, 'code')
  const userId = await oneUseCodes.personOf(office.connection, office.clock, body.code)
  if (!userId) {
    sessions.noteFailure(http.request)
    throw new AppError('session.wrong_code')
  }
  const hash = await newPasswordHash(office.connection, userId, body.password)
  await office.writeAlone(async (tx) => {
    if (!(await oneUseCodes.use(tx, body.code))) throw new AppError('session.wrong_code')
    await tx.run('update "user" set password_hash = ? where id = ?', [hash, userId])
    await logAccess(tx, office.clock.now().toISOString(), { userId, action: 'password' })
    await sessions.endAllOf(tx, userId)
    // The code that an admin hands over stands for the password alone.
    if (!(await totp.isOn(tx, userId))) await sessions.start(tx, userId, http)
  })
  await right()
  office.feed.publish()
}
