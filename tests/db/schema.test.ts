import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnOf } from '../../core/entities/entity.ts'
import { ENTITIES } from '../../core/entities/registry.ts'
import type { FieldKind } from '../../core/fields/field.ts'
import { TestOffice } from '../support/test-office.ts'

const NUMERIC: Partial<Record<FieldKind, string>> = { money: 'INTEGER', yesNo: 'INTEGER', number: 'float', percent: 'float' }

describe('the tables that the migrations make', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  const table = (name: string) => office.file.allNow<{ name: string; type: string }>(`pragma table_info(${name})`)

  it.each(ENTITIES.map((entity) => [entity.key, entity] as const))(
    'hold each field that %s declares, in a column of its kind',
    (_key, entity) => {
      const columns = new Map(table(entity.table).map((column) => [column.name, column.type]))
      for (const field of entity.fields) {
        const expected = NUMERIC[field.kind] ?? 'TEXT'
        expect(columns.get(columnOf(field.key))?.toLowerCase(), field.key).toBe(expected.toLowerCase())
      }
    },
  )

  it('have at most 12 indexes over the living records of an entity', () => {
    for (const entity of ENTITIES) {
      const indexes = office.file.allNow<{ sql: string | null }>(
        "select sql from sqlite_master where type = 'index' and tbl_name = ?",
        [entity.table],
      )
      expect(indexes.filter((index) => index.sql?.includes('deleted_at is null')).length, entity.key).toBeLessThanOrEqual(12)
    }
  })
})
