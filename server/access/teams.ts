import type { TeamInfo } from '../../core/contract/people.ts'
import { AppError } from '../../core/errors.ts'
import type { Database, Transaction } from '../db/database.ts'

/** The teams of the office: whoever shares one with somebody may, if his role says so, see that person's records. */
export const teams = {
  async list(db: Database): Promise<TeamInfo[]> {
    const members = await db.all<{ team_id: string; user_id: string }>(
      'select m.team_id, m.user_id from team_member m join "user" u on u.id = m.user_id order by u.created_at, u.id',
    )
    const rows = await db.all<{ id: string; name: string }>('select id, name from team order by name, id')
    return rows.map((team) => ({
      ...team,
      members: members.filter((member) => member.team_id === team.id).map((member) => member.user_id),
    }))
  },

  /** Makes or changes a team. Throws `request.invalid` for members who are none of the office's people. */
  async save(tx: Transaction, team: TeamInfo): Promise<void> {
    await tx.run('insert into team (id, name) values (?, ?) on conflict (id) do update set name = excluded.name', [
      team.id,
      team.name,
    ])
    await tx.run('delete from team_member where team_id = ?', [team.id])
    for (const member of new Set(team.members)) {
      if (!(await tx.get('select 1 from "user" where id = ?', [member])))
        throw new AppError('request.invalid', { field: 'members' })
      await tx.run('insert into team_member (team_id, user_id) values (?, ?)', [team.id, member])
    }
  },

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.run('delete from team_member where team_id = ?', [id])
    const { changes } = await tx.run('delete from team where id = ?', [id])
    if (changes === 0) throw new AppError('request.not_found')
  },
}
