/** What is told of a record; `stage_moved` of those that stand in a stage. */
export const EVENT_KINDS = ['created', 'updated', 'deleted', 'restored', 'merged', 'stage_moved'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

const OF_ACTION: Record<string, EventKind> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  restore: 'restored',
  merged: 'merged',
  merge: 'updated',
}

/** The events that an entry of the change log is: `deal.updated`, and `deal.stage_moved` when the stage is among the fields. */
export function eventsOf(entity: string, action: string, fields: readonly string[]): string[] {
  const kind = OF_ACTION[action]
  if (!kind) return []
  const moved = kind === 'updated' && fields.includes('stage')
  return [`${entity}.${kind}`, ...(moved ? [`${entity}.stage_moved`] : [])]
}
