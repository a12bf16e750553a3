import { uuidv7 } from 'uuidv7'
import type { ReportDefinition } from '../../../core/reports/report.ts'
import type { Transaction } from '../../db/database.ts'
import { EVERYBODY } from '../reports/reports-seen.ts'

/** The reports of the demo's page, by its columns. */
const REPORTS: readonly (readonly { name: string; definition: ReportDefinition }[])[] = [
  [
    {
      name: 'ยอดขายเทียบปีก่อน',
      definition: {
        entity: 'deal',
        filter: { field: 'status', op: 'anyOf', value: ['won'] },
        groups: [{ field: 'closedAt', by: 'month' }],
        measure: { kind: 'sum', field: 'amount' },
        chart: 'years',
      },
    },
    {
      name: 'ลูกค้ามุ่งหวังมาจากไหน',
      definition: {
        entity: 'lead',
        groups: [{ field: 'source' }, { field: 'status' }],
        measure: { kind: 'count' },
        chart: 'table',
      },
    },
  ],
  [
    {
      name: 'ดีลที่เปิดอยู่ตามขั้นตอน',
      definition: {
        entity: 'deal',
        filter: { field: 'status', op: 'anyOf', value: ['open'] },
        groups: [{ field: 'stage' }],
        measure: { kind: 'sum', field: 'amount' },
        chart: 'bar',
      },
    },
    {
      name: 'ติดต่อลูกค้าทางไหนบ้าง',
      definition: {
        entity: 'activity',
        groups: [{ field: 'type' }, { field: 'owner' }],
        measure: { kind: 'count' },
        chart: 'table',
      },
    },
  ],
]

/** A page of reports with which everybody of the demo begins. */
export async function makeReports(tx: Transaction, owner: string): Promise<void> {
  const columns: string[][] = []
  for (const reports of REPORTS) {
    const ids: string[] = []
    for (const { name, definition } of reports) {
      const id = uuidv7()
      ids.push(id)
      await tx.run('insert into report (id, name, owner, shared, definition) values (?, ?, ?, 1, ?)', [
        id,
        name,
        owner,
        JSON.stringify(definition),
      ])
    }
    columns.push(ids)
  }
  const roles = (await tx.all<{ key: string }>('select key from role order by key')).map(({ key }) => key)
  await tx.run('insert into dashboard (id, name, owner, shared_with, first_for, columns) values (?, ?, ?, ?, ?, ?)', [
    uuidv7(),
    'ภาพรวม',
    owner,
    JSON.stringify([EVERYBODY]),
    JSON.stringify(roles),
    JSON.stringify(columns),
  ])
}
