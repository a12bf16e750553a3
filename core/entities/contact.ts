import { CONTACT_DUPLICATES } from '../duplicates/rules.ts'
import { defineEntity } from './entity.ts'

/** A person at one or more customers. Someone who buys for himself is his own customer, not a contact. */
export const Contact = defineEntity({
  key: 'contact',
  table: 'contact',
  title: 'name',
  columns: ['name', 'customers', 'phones', 'lineId', 'lastContactAt', 'owner'],
  defaultSort: { field: 'name' },
  scope: { owner: 'owner', throughCustomers: 'customers' },
  matchFields: ['phones', 'name', 'emails', 'lineId'],
  duplicates: CONTACT_DUPLICATES,
  fields: [
    { key: 'name', kind: 'personName', required: true, searchable: true, sortable: true },
    { key: 'customers', kind: 'links', to: 'customer', list: 'buyingPart', extras: ['position', 'from', 'until'] },
    { key: 'phones', kind: 'phones', list: 'phoneType', searchable: true, sensitivity: 'contact' },
    { key: 'lineId', kind: 'lineId', searchable: true, sensitivity: 'contact' },
    { key: 'emails', kind: 'emails', searchable: true, sensitivity: 'contact' },
    { key: 'addresses', kind: 'addresses', list: 'addressType' },
    { key: 'website', kind: 'url' },
    { key: 'birthday', kind: 'date', purpose: 'birth' },
    { key: 'goodTime', kind: 'text' },
    { key: 'doNotContact', kind: 'choices', list: 'channel' },
    { key: 'tags', kind: 'tags', searchable: true },
    { key: 'owner', kind: 'user' },
    { key: 'notes', kind: 'longText', searchable: true },
    { key: 'files', kind: 'files' },
    { key: 'lastContactAt', kind: 'dateTime', derived: true, unlogged: true, sortable: true },
  ],
})
