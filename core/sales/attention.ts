import type { Filter } from '../query/filter.ts'
import { addDays } from '../thai/date.ts'

/** What tells of a stage whether a deal is stuck in it. */
export type StageLimit = { id: string; kind: string; staleDays: number | null }

/** Deals that are neither won nor lost. */
export const OPEN_DEALS: Filter = { field: 'status', op: 'anyOf', value: ['open'] }

/**
 * Deals longer in their stage than it allows, as the condition of a list. Counted in whole days from `today` on, so that no deal is called stuck
 * before its card on the board says so. Undefined when no stage has a limit.
 */
function overLimit(stages: readonly StageLimit[], today: string): Filter | undefined {
  const limits = new Map<number, string[]>()
  for (const stage of stages)
    if (stage.kind === 'open' && stage.staleDays !== null)
      limits.set(stage.staleDays, [...(limits.get(stage.staleDays) ?? []), stage.id])
  const any = [...limits].map(
    ([days, ids]): Filter => ({
      all: [
        { field: 'stage', op: 'anyOf', value: ids },
        { field: 'stageSince', op: 'before', value: addDays(today, -days - 1) },
      ],
    }),
  )
  return any.length > 0 ? { any } : undefined
}

/** Open deals that are stuck and with which nothing is planned from today on. Undefined when no stage has a limit. */
export function stuckDeals(stages: readonly StageLimit[], today: string): Filter | undefined {
  const over = overLimit(stages, today)
  const idle: Filter = {
    any: [
      { field: 'nextStepAt', op: 'empty' },
      { field: 'nextStepAt', op: 'before', value: today },
    ],
  }
  return over && { all: [OPEN_DEALS, over, idle] }
}

/** Open deals with which nothing is planned, besides those that are stuck. */
export function stepLessDeals(stages: readonly StageLimit[], today: string): Filter {
  const over = overLimit(stages, today)
  return { all: [OPEN_DEALS, { field: 'nextStepAt', op: 'empty' }, ...(over ? [{ not: over }] : [])] }
}

/** Open deals about which a manager should ask: stuck, whatever is planned, or without a next step. */
export function dealsToAsk(stages: readonly StageLimit[], today: string): Filter {
  const over = overLimit(stages, today)
  return { all: [OPEN_DEALS, { any: [{ field: 'nextStepAt', op: 'empty' }, ...(over ? [over] : [])] }] }
}

/** Leads to whom nobody has spoken yet. */
export const UNTOUCHED_LEADS: Filter = {
  all: [
    { field: 'status', op: 'anyOf', value: ['new'] },
    { field: 'lastContactAt', op: 'empty' },
  ],
}

/** Deals that ended so in a span of local days, both included, by the day on which they closed. */
export const endedDeals = (ends: ('won' | 'lost')[], from: string, until: string): Filter => ({
  all: [
    { field: 'status', op: 'anyOf', value: ends },
    { field: 'closedAt', op: 'between', value: [from, until] },
  ],
})

/** Deals won in a span of local days, both included, by the day on which they closed. */
export const wonDeals = (from: string, until: string): Filter => endedDeals(['won'], from, until)

/** Open deals that are expected to close in a span of local days, both included. */
export const closingDeals = (from: string, until: string): Filter => ({
  all: [OPEN_DEALS, { field: 'expectedClose', op: 'between', value: [from, until] }],
})

/** Open deals that should have closed before a day. */
export const closingBefore = (day: string): Filter => ({
  all: [OPEN_DEALS, { field: 'expectedClose', op: 'before', value: day }],
})

/** Open deals that are expected to close after a day. */
export const closingAfter = (day: string): Filter => ({ all: [OPEN_DEALS, { field: 'expectedClose', op: 'after', value: day }] })

/** Open deals of which nobody said when they close. */
export const UNDATED_DEALS: Filter = { all: [OPEN_DEALS, { field: 'expectedClose', op: 'empty' }] }

/** Open activities whose day is past. */
export const OVERDUE: Filter = {
  all: [
    { field: 'doneAt', op: 'empty' },
    { field: 'dueAt', op: 'within', value: 'overdue' },
  ],
}

/** Customers made in a span of local days, both included. */
export const newCustomers = (from: string, until: string): Filter => ({
  field: 'createdAt',
  op: 'between',
  value: [from, until],
})

/** Narrows a filter to what some people own; undefined people narrow nothing. */
export const ownedBy = (filter: Filter, people: readonly string[] | undefined): Filter =>
  people === undefined ? filter : { all: [filter, { field: 'owner', op: 'anyOf', value: [...people] }] }

/** The first and last day of a month (`YYYY-MM`). */
export function monthSpan(month: string): { from: string; until: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { from: `${month}-01`, until: `${month}-${String(last).padStart(2, '0')}` }
}

/** A month so many months later, or earlier for a negative number. */
export function monthsLater(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}

/** The same month of the year before. */
export const aYearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`
