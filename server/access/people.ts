import type { Role } from '../../core/access/policy.ts'
import type { Database } from '../db/database.ts'
import { keptAnswer } from './kept-answers.ts'
import { storedRole } from './stored-role.ts'

export type Person = { id: string; name: string; nick: string; role: string; active: boolean; hasPassword: boolean }
/** A person with what a request needs: the role's rights and whose records count as the team's. */
export type Identity = { userId: string; role: Role; teamIds: readonly string[] }

/** Who somebody says he is: chosen from the names that a screen shows, or typed. */
export type Who = { userId: string } | { name: string }

/** A name as people type it: spaces and capitals do not matter. */
export const foldName = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()

type PersonRow = { id: string; name: string; nick: string; role: string; active: number; password_hash: string | null }

export const people = {
  /** Everybody, in the order in which they joined. */
  async list(db: Database): Promise<Person[]> {
    const rows = await db.all<PersonRow>('select id, name, nick, role, active, password_hash from "user" order by created_at, id')
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      nick: row.nick,
      role: row.role,
      active: row.active === 1,
      hasPassword: row.password_hash !== null,
    }))
  },

  /** The rights of an active person, or undefined. */
  identity(db: Database, userId: string): Promise<Identity | undefined> {
    return keptAnswer(db, `identity ${userId}`, () => readIdentity(db, userId))
  },

  /** The active person who is meant; nobody where two are called alike: they type their full names. */
  async find(db: Database, who: Who): Promise<{ id: string; password_hash: string | null } | undefined> {
    const rows = await db.all<PersonRow>('select id, name, nick, role, active, password_hash from "user" where active = 1')
    if ('userId' in who) return rows.find((row) => row.id === who.userId)
    const typed = foldName(who.name)
    const byName = rows.filter((row) => foldName(row.name) === typed)
    const found = byName.length > 0 ? byName : rows.filter((row) => foldName(row.nick) === typed)
    return found.length === 1 ? found[0] : undefined
  },

  /** The owner of a single-PC office, who needs no password until he sets one. */
  owner(db: Database): Promise<Person | undefined> {
    return keptAnswer(db, 'owner', async () => (await people.list(db)).find(({ role, active }) => role === 'owner' && active))
  },

  /**
   * In an old copy: the person if he ran the office then, else its owner. Who may restore a backup may see all of it, also where he was
   * somebody else then, or was not there yet.
   */
  async adminOr(db: Database, userId: string): Promise<string | undefined> {
    return (await people.identity(db, userId))?.role.admin ? userId : (await people.owner(db))?.id
  },
}

async function readIdentity(db: Database, userId: string): Promise<Identity | undefined> {
  const row = await db.get<{ key: string; definition: string }>(
    'select r.key, r.definition from "user" u join role r on r.key = u.role where u.id = ? and u.active = 1',
    [userId],
  )
  if (!row) return undefined
  const team = await db.all<{ user_id: string }>(
    'select distinct other.user_id from team_member mine join team_member other on other.team_id = mine.team_id where mine.user_id = ?',
    [userId],
  )
  return { userId, role: storedRole(row.key, row.definition), teamIds: team.map((member) => member.user_id) }
}
