import type { Role } from '../../../core/access/policy.ts'
import type { Configurable } from '../../../core/configuration/areas.ts'
import type { Ours } from '../../../core/configuration/ours.ts'
import type { BackupPlan } from '../../../core/contract/backup.ts'
import type { Company, Pipeline } from '../../../core/contract/office.ts'
import type { TeamInfo } from '../../../core/contract/people.ts'
import { AppError } from '../../../core/errors.ts'
import { people } from '../../access/people.ts'
import { type RoleState, roles } from '../../access/roles.ts'
import { storedRole } from '../../access/stored-role.ts'
import { teams } from '../../access/teams.ts'
import { DEFAULT_PLAN } from '../../backup/plan.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { putTargets, type TargetsState, targetsOfItem } from '../targets/target-store.ts'
import { savePipeline } from './configuration.ts'
import { loadPipelines } from './session.ts'
import { settings } from './settings.ts'

type ChoiceRow = { key: string; label_th: string; label_en: string; colour: string | null; position: number; archived: number }
export type FieldRow = { entity: string; key: string; definition: string; archived: number }
/** A view that others see. */
export type ViewState = {
  entity: string
  name: string
  owner: string | null
  definition: string
  first_for: string
  position: number
}
/** A page of reports that others see. */
export type DashboardState = { name: string; owner: string; shared_with: string; first_for: string; columns: string }
export type PersonState = { name: string; nick: string; role: string; active: boolean }

/** What one item of each area holds, whole: enough to put it back. */
export type ItemStates = {
  company: Company
  lists: ChoiceRow[]
  pipelines: Pipeline
  targets: TargetsState
  fields: FieldRow
  forms: Ours
  rights: Configurable[]
  people: PersonState
  teams: Omit<TeamInfo, 'id'>
  roles: RoleState
  views: ViewState
  dashboards: DashboardState
  backup: BackupPlan
}
export type ItemArea = keyof ItemStates

type Item<S> = {
  /** The item as it is, or null when there is none. */
  read: (db: Database, item: string) => Promise<S | null>
  /** Makes it what it was; null: takes it out of use, since nothing that records hold may vanish. */
  restore: (tx: Transaction, item: string, state: S | null) => Promise<void>
}

export const ITEMS: { [A in ItemArea]: Item<ItemStates[A]> } = {
  company: {
    read: async (db) => (await settings.company(db)) ?? null,
    restore: async (tx, _, state) => {
      if (state) await settings.setCompany(tx, state)
    },
  },
  lists: {
    read: async (db, list) => {
      const rows = await db.all<ChoiceRow>(
        'select key, label_th, label_en, colour, position, archived from choice where list = ? order by position, key',
        [list],
      )
      return rows.length > 0 ? rows : null
    },
    restore: async (tx, list, state) => {
      // Entries made since are put away, not deleted: records may hold them.
      await tx.run('update choice set archived = 1, position = position + 1000 where list = ?', [list])
      for (const row of state ?? [])
        await tx.run(
          'update choice set label_th = ?, label_en = ?, colour = ?, position = ?, archived = ? where list = ? and key = ?',
          [row.label_th, row.label_en, row.colour, row.position, row.archived, list, row.key],
        )
    },
  },
  pipelines: {
    read: async (db, id) => (await loadPipelines(db)).find((pipeline) => pipeline.id === id) ?? null,
    restore: async (tx, id, state) => {
      if (!state || state.archived) {
        await refuseInUse(tx, id)
        await tx.run('update pipeline set archived = 1 where id = ?', [id])
        return
      }
      const stages = state.stages.filter((stage) => !stage.archived)
      await savePipeline(tx, { id, nameTh: state.nameTh, nameEn: state.nameEn, stages: stages.map(bodyOf) })
      await tx.run('update pipeline set archived = 0 where id = ?', [id])
    },
  },
  targets: { read: targetsOfItem, restore: putTargets },
  fields: {
    read: async (db, id) =>
      (await db.get<FieldRow>('select entity, key, definition, archived from custom_field where id = ?', [id])) ?? null,
    restore: async (tx, id, state) => {
      if (state)
        await tx.run('update custom_field set definition = ?, archived = ? where id = ?', [state.definition, state.archived, id])
      else await tx.run('update custom_field set archived = 1 where id = ?', [id])
    },
  },
  forms: {
    read: async (db, entity) => (await settings.ours(db, entity)) ?? null,
    restore: (tx, entity, state) => settings.setOurs(tx, entity, state ?? {}),
  },
  rights: {
    read: async (db, role) => (await roleOf(db, role))?.configures ?? null,
    restore: async (tx, key, state) => {
      const role = await roleOf(tx, key)
      if (role)
        await tx.run('update role set definition = ? where key = ?', [JSON.stringify({ ...role, configures: state ?? [] }), key])
    },
  },
  people: {
    read: async (db, id) => {
      const person = (await people.list(db)).find((each) => each.id === id)
      return person ? { name: person.name, nick: person.nick, role: person.role, active: person.active } : null
    },
    restore: async (tx, id, state) => {
      if (state)
        await tx.run('update "user" set name = ?, nick = ?, role = ?, active = ? where id = ?', [
          state.name,
          state.nick,
          state.role,
          state.active ? 1 : 0,
          id,
        ])
      else await tx.run('update "user" set active = 0 where id = ?', [id])
      await refuseWithoutOwner(tx)
    },
  },
  roles: {
    read: roles.state,
    restore: (tx, key, state) => (state ? roles.put(tx, key, state) : roles.remove(tx, key)),
  },
  teams: {
    read: async (db, id) => {
      const team = (await teams.list(db)).find((each) => each.id === id)
      return team ? { name: team.name, members: team.members } : null
    },
    restore: (tx, id, state) => (state ? teams.save(tx, { id, ...state }) : teams.remove(tx, id)),
  },
  views: {
    read: async (db, id) =>
      (await db.get<ViewState>(
        'select entity, name, owner, definition, first_for, position from saved_view where id = ? and shared = 1',
        [id],
      )) ?? null,
    restore: async (tx, id, state) => {
      // A view that was not shared before is its maker's own again.
      if (!state)
        return void (await tx.run("update saved_view set shared = 0, first_for = '[]', version = version + 1 where id = ?", [id]))
      await tx.run(
        `insert into saved_view (id, entity, name, owner, shared, definition, first_for, position) values (?, ?, ?, ?, 1, ?, ?, ?)
          on conflict (id) do update set name = excluded.name, shared = 1, definition = excluded.definition, first_for = excluded.first_for,
            position = excluded.position, version = saved_view.version + 1`,
        [id, state.entity, state.name, state.owner, state.definition, state.first_for, state.position],
      )
    },
  },
  dashboards: {
    read: async (db, id) =>
      (await db.get<DashboardState>(
        "select name, owner, shared_with, first_for, columns from dashboard where id = ? and shared_with <> '[]'",
        [id],
      )) ?? null,
    restore: async (tx, id, state) => {
      // A page that was not shared before is its maker's own again.
      const alone = "update dashboard set shared_with = '[]', first_for = '[]', version = version + 1 where id = ?"
      if (!state) return void (await tx.run(alone, [id]))
      await tx.run(
        `insert into dashboard (id, name, owner, shared_with, first_for, columns) values (?, ?, ?, ?, ?, ?)
          on conflict (id) do update set name = excluded.name, shared_with = excluded.shared_with, first_for = excluded.first_for,
            columns = excluded.columns, version = dashboard.version + 1`,
        [id, state.name, state.owner, state.shared_with, state.first_for, state.columns],
      )
    },
  },
  backup: {
    read: (db) => settings.backupPlan(db),
    restore: (tx, _, state) => settings.setBackupPlan(tx, planOf(state)),
  },
}

/** Histories of before there was more to set hold the folder alone. */
export const planOf = (state: BackupPlan | string | null): BackupPlan =>
  typeof state === 'string' ? { ...DEFAULT_PLAN, targets: [state] } : (state ?? DEFAULT_PLAN)

const bodyOf = ({
  id,
  nameTh,
  nameEn,
  kind,
  probability,
  staleDays,
  maxDeals,
  colour,
  required,
}: Pipeline['stages'][number]) => ({
  id,
  nameTh,
  nameEn,
  kind,
  probability,
  staleDays,
  maxDeals,
  colour: colour as Parameters<typeof savePipeline>[1]['stages'][number]['colour'],
  required,
})

/** Throws `pipeline.in_use` while open deals are in the pipeline. */
export async function refuseInUse(tx: Transaction, pipeline: string): Promise<void> {
  const used = await tx.get<{ n: number }>(
    "select count(*) n from deal where pipeline = ? and deleted_at is null and status = 'open'",
    [pipeline],
  )
  if (used && used.n > 0) throw new AppError('pipeline.in_use', { count: used.n })
}

/** Somebody must always be able to run the office. */
export async function refuseWithoutOwner(tx: Transaction): Promise<void> {
  const owners = (await people.list(tx)).filter((person) => person.role === 'owner' && person.active)
  if (owners.length === 0) throw new AppError('user.last_owner')
}

/** A role as it is stored, or undefined. */
export async function roleOf(db: Database, key: string): Promise<Role | undefined> {
  const row = await db.get<{ definition: string }>('select definition from role where key = ?', [key])
  return row && storedRole(key, row.definition)
}
