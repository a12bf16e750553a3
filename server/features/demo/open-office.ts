import { uuidv7 } from 'uuidv7'
import type { Transaction } from '../../db/database.ts'
import type { Office } from '../../office.ts'
import { writeDefaults, writePipeline } from '../settings/defaults.ts'
import { settings } from '../settings/settings.ts'
import type { OfficeTime } from './office-time.ts'
import { PIPELINES } from './pipelines.ts'
import { FIRST_DAY } from './plan.ts'
import { PRODUCTS } from './product-words.ts'
import { COMPANY, STAFF, TEAMS } from './staff.ts'

export type OpenedOffice = {
  staffIds: string[]
  stages: Record<'pumps' | 'service', string[]>
  pipelines: Record<'pumps' | 'service', string>
}

/** Sets the demo's office up: its settings and lists, its people and their teams, its products and two pipelines. */
export async function openDemoOffice(office: Office, time: OfficeTime): Promise<OpenedOffice> {
  const opened = await office.writeAlone(async (tx) => {
    await writeDefaults(tx)
    await settings.setCompany(tx, COMPANY)
    await settings.setLanguage(tx, 'th')
    for (const [position, product] of PRODUCTS.entries()) {
      await tx.run("insert into choice (list, key, label_th, label_en, position) values ('product', ?, ?, ?, ?)", [
        product.key,
        product.th,
        product.en,
        position,
      ])
    }
    const staffIds = await writeStaff(tx, time)
    // The pipeline of a new office gives way to the demo's own two.
    await tx.run('delete from stage')
    await tx.run('delete from pipeline')
    const pumps = await writePipeline(tx, PIPELINES.pumps.th, PIPELINES.pumps.en, 0, PIPELINES.pumps.stages)
    const service = await writePipeline(tx, PIPELINES.service.th, PIPELINES.service.en, 1, PIPELINES.service.stages)
    return {
      staffIds,
      pipelines: { pumps, service },
      stages: { pumps: await stagesOf(tx, pumps), service: await stagesOf(tx, service) },
    }
  })
  await office.reloadCatalog()
  return opened
}

async function writeStaff(tx: Transaction, time: OfficeTime): Promise<string[]> {
  const ids = STAFF.map(() => uuidv7())
  for (const [place, person] of STAFF.entries()) {
    await tx.run('insert into "user" (id, name, nick, role, created_at) values (?, ?, ?, ?, ?)', [
      ids[place] as string,
      person.name,
      person.nick,
      person.role,
      time.at(FIRST_DAY - 1, 540 + place),
    ])
  }
  for (const team of TEAMS) {
    const id = uuidv7()
    await tx.run('insert into team (id, name) values (?, ?)', [id, team.name])
    for (const member of team.members)
      await tx.run('insert into team_member (team_id, user_id) values (?, ?)', [id, ids[member] as string])
  }
  return ids
}

async function stagesOf(tx: Transaction, pipeline: string): Promise<string[]> {
  return (await tx.all<{ id: string }>('select id from stage where pipeline_id = ? order by position', [pipeline])).map(
    (row) => row.id,
  )
}
