import type { Knex } from 'knex'
import { defineEntity } from '../../core/entities/entity.ts'
import { ENTITIES } from '../../core/entities/registry.ts'
import { MIGRATIONS } from '../../migrations/list.ts'
import { createRecordTable, livingIndex } from '../../migrations/record-table.ts'

/** An entity that no office has, with a field of every kind: whatever the engine does, it must do for this one by its declaration alone. */
export const Boat = defineEntity({
  key: 'boat',
  table: 'boat',
  codePrefix: 'B',
  title: 'name',
  columns: ['name', 'length'],
  defaultSort: { field: 'name' },
  scope: { owner: 'owner' },
  matchFields: ['code', 'phones', 'name'],
  fields: [
    { key: 'name', kind: 'text', required: true, searchable: true, sortable: true },
    { key: 'code', kind: 'text', unique: true, searchable: true, sortable: true },
    { key: 'story', kind: 'longText', searchable: true },
    { key: 'length', kind: 'number', min: 0, sortable: true },
    { key: 'share', kind: 'percent' },
    { key: 'price', kind: 'money', sortable: true },
    { key: 'builtOn', kind: 'date', sortable: true },
    { key: 'seenAt', kind: 'dateTime', sortable: true },
    { key: 'afloat', kind: 'yesNo' },
    { key: 'grade', kind: 'choice', list: 'grade', sortable: true },
    { key: 'channels', kind: 'choices', list: 'channel' },
    { key: 'customer', kind: 'reference', to: 'customer' },
    { key: 'crew', kind: 'links', to: 'contact', list: 'buyingPart', extras: ['position'] },
    { key: 'about', kind: 'records' },
    { key: 'phones', kind: 'phones', searchable: true, sensitivity: 'contact' },
    { key: 'emails', kind: 'emails', searchable: true, sensitivity: 'contact' },
    { key: 'lineId', kind: 'lineId', searchable: true, sensitivity: 'contact' },
    { key: 'page', kind: 'url' },
    { key: 'berths', kind: 'addresses', list: 'addressType' },
    { key: 'taxId', kind: 'taxId', searchable: true, sensitivity: 'identity' },
    { key: 'skipper', kind: 'personName', searchable: true },
    { key: 'maker', kind: 'partyName', searchable: true },
    { key: 'tags', kind: 'tags', searchable: true },
    { key: 'owner', kind: 'user' },
    { key: 'papers', kind: 'files' },
  ],
})

async function up(knex: Knex): Promise<void> {
  await createRecordTable(knex, 'boat', (table) => {
    for (const name of [
      'name',
      'code',
      'story',
      'built_on',
      'seen_at',
      'grade',
      'channels',
      'customer',
      'crew',
      'about',
      'phones',
      'emails',
      'line_id',
      'page',
      'berths',
      'tax_id',
      'skipper',
      'maker',
      'tags',
      'owner',
      'papers',
    ])
      table.text(name)
    for (const name of ['price', 'afloat']) table.integer(name)
    for (const name of ['length', 'share']) table.double(name)
  })
  await livingIndex(knex, 'boat', 'length')
}

/** What a test office needs to have boats. */
export const withBoats = { entities: [...ENTITIES, Boat], migrations: [...MIGRATIONS, { name: '9999-boats', up }] }
