import { uuidv7 } from 'uuidv7'
import { AppError } from '../../../core/errors.ts'
import { logAccess } from '../../access/access-log.ts'
import { accessRules } from '../../access/access-rules.ts'
import { oneUseCodes } from '../../access/one-use-codes.ts'
import type { Sessions } from '../../access/sessions.ts'
import { teams } from '../../access/teams.ts'
import type { Transaction } from '../../db/database.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { tracked } from '../settings/configuration-history.ts'
import { refuseWithoutOwner } from '../settings/configuration-items.ts'

type Names = 'saveUser' | 'makeCode' | 'listTeams' | 'saveTeam' | 'deleteTeam' | 'getAccessRules' | 'saveAccessRules'

const done = { ok: true } as const

/** Who works here, in which teams, and how they come in. */
export function peopleHandlers(office: Office, sessions: Sessions): SomeHandlers<Names> {
  /** What somebody may do, and whom a list shows, is part of every window. */
  const change = async <T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const reply = await office.write(ctx, work)
    office.feed.publish()
    return reply
  }
  return {
    saveUser: async (ctx, { body }) => {
      const id = body.id ?? uuidv7()
      await change(ctx, (tx) => saveUser(ctx, tx, sessions, id, body))
      return { id }
    },
    makeCode: (ctx, { params }) =>
      office.write(ctx, async (tx) => {
        const person = await tx.get<{ role: string; active: number }>('select role, active from "user" where id = ?', [params.id])
        if (!person) throw new AppError('request.not_found')
        if (person.active === 0) throw new AppError('user.left')
        ownersOnly(ctx, person.role)
        await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'code_made', detail: { of: params.id } })
        return oneUseCodes.make(tx, office.clock, params.id, ctx.userId)
      }),
    listTeams: async () => ({ teams: await teams.list(office.connection) }),
    saveTeam: async (ctx, { body }) => {
      const id = body.id ?? uuidv7()
      await change(ctx, (tx) => tracked(ctx, tx, { area: 'teams', item: id }, () => teams.save(tx, { ...body, id })))
      return { id }
    },
    deleteTeam: async (ctx, { params }) => {
      await change(ctx, (tx) => tracked(ctx, tx, { area: 'teams', item: params.id }, () => teams.remove(tx, params.id)))
      return done
    },
    getAccessRules: () => accessRules.read(office.connection),
    saveAccessRules: async (ctx, { body }) => {
      // Who asks a code of all admins while he has none would stand before a shut door at once, perhaps without the phone for it.
      const before = await accessRules.read(office.connection)
      if (body.codeForAdmins && !before.codeForAdmins && (await accessRules.lacksCode(office.connection, ctx.userId)))
        throw new AppError('totp.own_first')
      await office.write(ctx, (tx) => accessRules.write(tx, body))
      return done
    },
  }
}

/** An owner is made, changed and reset by owners only: who helps with the computers does not become the owner by it. */
export function ownersOnly(ctx: RequestContext, ...roles: (string | undefined)[]): void {
  if (roles.includes('owner') && ctx.identity.role.key !== 'owner') throw new AppError('user.owner_only')
}

type UserBody = Parameters<SomeHandlers<'saveUser'>['saveUser']>[1]['body']

async function saveUser(ctx: RequestContext, tx: Transaction, sessions: Sessions, id: string, body: UserBody): Promise<void> {
  const before = await tx.get<{ role: string; name: string }>('select role, name from "user" where id = ?', [id])
  if (body.id && !before) throw new AppError('request.not_found')
  ownersOnly(ctx, before?.role, body.role)
  await tracked(ctx, tx, { area: 'people', item: id }, async () => {
    if (!(await tx.get('select 1 from role where key = ?', [body.role]))) throw new AppError('request.invalid', { field: 'role' })
    // People are known, and come in, by their full names.
    if (body.active && before?.name !== body.name) {
      const alike = await tx.get('select 1 from "user" where name = ? and active = 1 and id <> ?', [body.name, id])
      if (alike) throw new AppError('user.name_taken', { name: body.name })
    }
    await tx.run(
      'insert into "user" (id, name, nick, role, active, created_at) values (?, ?, ?, ?, ?, ?) on conflict (id) do update set name = excluded.name, nick = excluded.nick, role = excluded.role, active = excluded.active',
      [id, body.name, body.nick, body.role, body.active ? 1 : 0, ctx.now],
    )
    await refuseWithoutOwner(tx)
  })
  if (!body.active) {
    await sessions.endAllOf(tx, id)
    await oneUseCodes.takeBack(tx, id)
  }
  if (body.teams) await joinTeams(ctx, tx, id, body.teams)
}

/** Makes the person a member of these teams and of no others. */
async function joinTeams(ctx: RequestContext, tx: Transaction, userId: string, wanted: readonly string[]): Promise<void> {
  const all = await teams.list(tx)
  if (wanted.some((id) => !all.some((team) => team.id === id))) throw new AppError('request.invalid', { field: 'teams' })
  for (const team of all) {
    const is = team.members.includes(userId)
    if (is === wanted.includes(team.id)) continue
    const members = is ? team.members.filter((member) => member !== userId) : [...team.members, userId]
    await tracked(ctx, tx, { area: 'teams', item: team.id }, () => teams.save(tx, { ...team, members }))
  }
}
