import { z } from 'zod'
import { Done, Id, Label, Made } from './office.ts'
import { defineRoutes } from './route.ts'

/** A device on which somebody is signed in. */
export const SessionInfo = z.object({
  id: z.string(),
  userId: z.string(),
  /** `Chrome · Windows`; empty when it is not known. */
  device: z.string(),
  address: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  /** The one that asks. */
  current: z.boolean(),
})
export type SessionInfo = z.infer<typeof SessionInfo>

export const TeamInfo = z.object({ id: z.string(), name: z.string(), members: z.array(z.string()) })
export type TeamInfo = z.infer<typeof TeamInfo>

/** How people come in. */
export const AccessRules = z.strictObject({
  /** Whoever reaches the sign-in screen sees everybody's names; otherwise only devices that know them do. */
  namesShown: z.boolean(),
  /** Who runs the office needs a code of an app beside the password. */
  codeForAdmins: z.boolean(),
})
export type AccessRules = z.infer<typeof AccessRules>

const Password = z.string().max(200)
const NewPassword = z.string().min(8).max(200)
const Sessions = z.object({ sessions: z.array(SessionInfo) })
/** A typed code, with whatever spaces and hyphens people put into it. */
const TypedCode = z.string().min(1).max(40)

/** Who works here, how they come in, and where they are signed in. */
export const peopleRoutes = defineRoutes({
  signIn: {
    method: 'POST',
    path: '/api/session',
    permission: 'anyone',
    body: z.union([
      z.strictObject({ userId: z.uuid(), password: Password, code: TypedCode.optional() }),
      z.strictObject({ name: z.string().max(120), password: Password, code: TypedCode.optional() }),
    ]),
    reply: Done,
  },
  /** Sets one's own password by the code that an admin handed over, and signs in. */
  useCode: {
    method: 'POST',
    path: '/api/session/code',
    permission: 'anyone',
    body: z.strictObject({ code: TypedCode, password: NewPassword }),
    reply: Done,
  },
  signOut: { method: 'DELETE', path: '/api/session', permission: 'anyone', reply: Done },
  setPassword: {
    method: 'POST',
    path: '/api/me/password',
    permission: 'signed-in',
    body: z.strictObject({ current: Password.optional(), next: NewPassword.nullable() }),
    reply: Done,
  },
  /** Whether one gives a code of an app beside the password, and how many recovery codes are left. */
  getTotp: {
    method: 'GET',
    path: '/api/me/totp',
    permission: 'signed-in',
    reply: z.object({ on: z.boolean(), recoveryCodes: z.int() }),
  },
  /** A new secret for the app: as text, and as an SVG picture for its camera. */
  beginTotp: {
    method: 'POST',
    path: '/api/me/totp',
    permission: 'signed-in',
    body: z.strictObject({ password: Password }),
    reply: z.object({ secret: z.string(), picture: z.string() }),
  },
  confirmTotp: {
    method: 'POST',
    path: '/api/me/totp/confirm',
    permission: 'signed-in',
    body: z.strictObject({ code: TypedCode }),
    reply: z.object({ recoveryCodes: z.array(z.string()) }),
  },
  endTotp: {
    method: 'POST',
    path: '/api/me/totp/end',
    permission: 'signed-in',
    body: z.strictObject({ password: Password, code: TypedCode }),
    reply: Done,
  },
  /** For a person who lost the phone and the recovery codes. */
  endTotpOf: { method: 'DELETE', path: '/api/users/:id/totp', permission: 'admin', params: Id, reply: Done },
  mySessions: { method: 'GET', path: '/api/me/sessions', permission: 'signed-in', reply: Sessions },
  endMySession: { method: 'DELETE', path: '/api/me/sessions/:id', permission: 'signed-in', params: Id, reply: Done },
  endMyOtherSessions: { method: 'DELETE', path: '/api/me/sessions', permission: 'signed-in', reply: Done },
  listSessions: { method: 'GET', path: '/api/sessions', permission: 'admin', reply: Sessions },
  endSession: { method: 'DELETE', path: '/api/sessions/:id', permission: 'admin', params: Id, reply: Done },
  saveUser: {
    method: 'PUT',
    path: '/api/users',
    permission: 'admin',
    body: z.strictObject({
      id: z.uuid().optional(),
      name: Label,
      nick: z.string().trim().max(60),
      role: z.string().max(40),
      active: z.boolean(),
      /** The teams of which he is a member, and of no other; left as they are where this is not given. */
      teams: z.array(z.uuid()).max(50).optional(),
    }),
    reply: Made,
  },
  /** A code by which the person sets his password once; told this once, valid a day, and in place of any earlier one. */
  makeCode: {
    method: 'POST',
    path: '/api/users/:id/code',
    permission: 'admin',
    params: Id,
    reply: z.object({ code: z.string(), endsAt: z.string() }),
  },
  listTeams: { method: 'GET', path: '/api/teams', permission: 'admin', reply: z.object({ teams: z.array(TeamInfo) }) },
  saveTeam: {
    method: 'PUT',
    path: '/api/teams',
    permission: 'admin',
    body: z.strictObject({ id: z.uuid().optional(), name: Label, members: z.array(z.uuid()).max(500) }),
    reply: Made,
  },
  deleteTeam: { method: 'DELETE', path: '/api/teams/:id', permission: 'admin', params: Id, reply: Done },
  getAccessRules: { method: 'GET', path: '/api/access-rules', permission: 'admin', reply: AccessRules },
  saveAccessRules: { method: 'PUT', path: '/api/access-rules', permission: 'admin', body: AccessRules, reply: Done },
})
