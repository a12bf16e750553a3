import { LEAD_DUPLICATES } from '../duplicates/rules.ts'
import { defineEntity } from './entity.ts'

/** Somebody who may become a customer: not yet qualified, perhaps only a phone number or a LINE name. */
export const Lead = defineEntity({
  key: 'lead',
  table: 'lead',
  title: 'name',
  columns: ['name', 'company', 'phones', 'status', 'source', 'createdAt', 'owner'],
  defaultSort: { field: 'createdAt', desc: true },
  scope: { owner: 'owner' },
  matchFields: ['phones', 'emails', 'name', 'lineId'],
  duplicates: LEAD_DUPLICATES,
  fields: [
    { key: 'name', kind: 'personName', required: true, searchable: true, sortable: true },
    { key: 'company', kind: 'text', searchable: true },
    { key: 'position', kind: 'text' },
    { key: 'interest', kind: 'text', searchable: true },
    { key: 'status', kind: 'choice', list: 'leadStatus', required: true },
    { key: 'source', kind: 'choice', list: 'source' },
    { key: 'phones', kind: 'phones', list: 'phoneType', searchable: true, sensitivity: 'contact' },
    { key: 'lineId', kind: 'lineId', searchable: true, sensitivity: 'contact' },
    { key: 'emails', kind: 'emails', searchable: true, sensitivity: 'contact' },
    { key: 'addresses', kind: 'addresses', list: 'addressType' },
    { key: 'website', kind: 'url' },
    { key: 'expectedAmount', kind: 'money', min: 0 },
    { key: 'doNotContact', kind: 'choices', list: 'channel' },
    { key: 'tags', kind: 'tags', searchable: true },
    { key: 'owner', kind: 'user' },
    { key: 'notes', kind: 'longText', searchable: true },
    { key: 'files', kind: 'files' },
    { key: 'lostReason', kind: 'choice', list: 'leadLostReason' },
    { key: 'convertedAt', kind: 'dateTime', derived: true },
    { key: 'customer', kind: 'reference', to: 'customer', derived: true },
    { key: 'contact', kind: 'reference', to: 'contact', derived: true },
    { key: 'deal', kind: 'reference', to: 'deal', derived: true },
    { key: 'lastContactAt', kind: 'dateTime', derived: true, unlogged: true, sortable: true },
  ],
})
