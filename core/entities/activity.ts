import { defineEntity } from './entity.ts'

/** Something that was or will be done with somebody: a task, call, meeting, visit, chat or note, on any record. */
export const Activity = defineEntity({
  key: 'activity',
  table: 'activity',
  title: 'subject',
  columns: ['subject', 'type', 'anchorCustomer', 'dueAt', 'outcome', 'doneAt', 'owner'],
  defaultSort: { field: 'at', desc: true },
  scope: { owner: 'owner', throughCustomer: 'anchorCustomer' },
  fields: [
    { key: 'subject', kind: 'text', required: true, searchable: true },
    { key: 'type', kind: 'choice', list: 'activityType', required: true },
    { key: 'body', kind: 'longText', searchable: true },
    { key: 'about', kind: 'records' },
    { key: 'dueAt', kind: 'dateTime', sortable: true },
    { key: 'allDay', kind: 'yesNo' },
    { key: 'minutes', kind: 'number', min: 0, most: 100_000 },
    { key: 'remindAt', kind: 'dateTime' },
    { key: 'repeat', kind: 'choice', list: 'repeat' },
    { key: 'doneAt', kind: 'dateTime', sortable: true },
    { key: 'outcome', kind: 'choice', list: 'outcome' },
    { key: 'learned', kind: 'longText', searchable: true },
    { key: 'place', kind: 'text' },
    { key: 'owner', kind: 'user' },
    { key: 'files', kind: 'files' },
    { key: 'anchorCustomer', kind: 'reference', to: 'customer', derived: true, unlogged: true },
    { key: 'at', kind: 'dateTime', derived: true, sortable: true },
    { key: 'repeatDay', kind: 'number', derived: true, unlogged: true },
  ],
})
