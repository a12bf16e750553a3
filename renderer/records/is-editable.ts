import type { FieldInfo } from '../../core/contract/office.ts'

/** What a person may change in place. */
export const isEditable = (field: FieldInfo): boolean => !field.derived && !field.readonly && !field.custom?.archived
