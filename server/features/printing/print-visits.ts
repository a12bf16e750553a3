import { findField } from '../../../core/entities/entity.ts'
import { formatValue } from '../../../core/fields/format.ts'
import { isInstant } from '../../../core/fields/stored-form.ts'
import { formatDate, instantToLocal } from '../../../core/thai/date.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import type { RecordRow } from '../../records/row.ts'
import { officeWord } from '../../words.ts'
import { activityReads } from '../activities/reads.ts'
import type { ValueWords } from '../settings/value-words.ts'
import { footerOf } from './print-list.ts'

/** What was said last and what is promised: as many lines as leave room to write. */
const LINES = 3
const LONGEST_LINE = 90

/** Sheets to take along on visits, for the template `visits`: two a page, with the last contacts and open promises of each. */
export async function visitSheets(ctx: Context, db: Database, words: ValueWords, entityKey: string, rows: readonly RecordRow[]) {
  const visits = []
  for (const row of rows) {
    visits.push(await visitOf(ctx, db, words, entityKey, row))
    await new Promise((resume) => setImmediate(resume))
  }
  const word = (key: string) => officeWord(ctx, key)
  return {
    lang: ctx.lang,
    footer: footerOf(ctx, words),
    visits,
    words: {
      last: word('page.last_contacts'),
      promises: word('page.promises'),
      none: word('print.none'),
      date: word('print.visit_date'),
      met: word('print.visit_met'),
      result: word('print.visit_result'),
      next: word('print.visit_next'),
      signed: word('print.visit_signed'),
    },
  }
}

async function visitOf(ctx: Context, db: Database, words: ValueWords, entityKey: string, row: RecordRow) {
  const entity = entityOf(ctx.catalog, entityKey)
  const text = (key: string): string => {
    const field = findField(entity, key)
    return field ? formatValue(field, row[key], { ...words, title: (id) => row.titles?.[id] }) : ''
  }
  const seesActivities = ctx.policy.grant('activity').view !== 'none'
  const { rows: past, open } = seesActivities
    ? await activityReads.timeline(ctx, db, { entity: entityKey, id: row.id })
    : { rows: [], open: [] }
  const day = (instant: unknown): string =>
    isInstant(instant) ? formatDate(instantToLocal(instant, ctx.catalog.timeZone).date, { lang: ctx.lang, style: 'short' }) : ''
  const line = (at: unknown, ...parts: unknown[]): string => cut([day(at), ...parts].filter(Boolean).join(' · '))
  return {
    name: row.title,
    side: [text('code'), text('grade'), text('owner')].filter(Boolean).join(' · '),
    phones: text('phones'),
    address: text('addresses'),
    last: past
      .filter((each) => each.type !== 'note')
      .slice(0, LINES)
      .map((each) => line(each.at, words.choice('activityType', String(each.type)), each.title, each.body)),
    promises: open.slice(0, LINES).map((each) => line(each.dueAt, each.title)),
  }
}

const cut = (text: string): string => (text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text)
