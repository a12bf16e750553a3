import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { nobodyWord } from '../../../core/access/access-actions.ts'
import type { AccessLog } from '../../access/access-log.ts'
import type { ApiKeys } from '../../access/api-keys.ts'
import { people } from '../../access/people.ts'
import { auditHead } from '../../changes/audit-chain.ts'
import type { AuditCheck } from '../../changes/audit-check.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import { FileReply } from '../../http/reply.ts'
import type { Office } from '../../office.ts'
import { writeCsv } from '../../sheets/write-csv.ts'
import { officeWord } from '../../words.ts'
import { settings } from '../settings/settings.ts'
import { type AccessQuery, accessEntries } from './access-entries.ts'

const PAGE = 60
const PIECE = 1_000
const NEWEST = Number.MAX_SAFE_INTEGER

type Names = 'auditState' | 'checkAudit' | 'accessLog' | 'accessLogFile'
type Parts = { office: Office; log: AccessLog; keys: ApiKeys; check: AuditCheck; workFolder: string }

/** Who looked, searched, exported, printed, came in and was refused; and whether what is written of it is as it was written. */
export function auditHandlers({ office, log, keys, check, workFolder }: Parts): SomeHandlers<Names> {
  /** What is still in memory belongs to what is asked for. */
  const flush = async () => {
    await keys.flush()
    await log.flush()
  }
  return {
    auditState: async () => {
      const { entries } = await auditHead(office.connection)
      const checked = await settings.auditChecked(office.connection)
      return { entries, ...(checked && { checked }), ...(check.running && { running: check.running }) }
    },
    checkAudit: async () => {
      await flush()
      await check.begin()
      return { ok: true } as const
    },
    accessLog: async (ctx, { query: { before, ...query } }) => {
      await flush()
      const entries = await accessEntries(ctx, office.connection, query, { before: before ?? NEWEST, limit: PAGE + 1 })
      const shown = entries.slice(0, PAGE)
      const last = shown.at(-1)
      return { entries: shown, ...(entries.length > PAGE && last && { next: last.seq }) }
    },
    accessLogFile: async (ctx, { query }) => {
      await flush()
      const path = join(workFolder, `access-${uuidv7()}.csv`)
      const heads = ['when', 'who', 'what', 'of', 'record', 'detail'].map((head) => officeWord(ctx, `audit.${head}`))
      await writeCsv(path, heads, lines(office, ctx, query))
      return new FileReply(path, `${officeWord(ctx, 'settings.tab.audit')} ${ctx.today}.csv`, 'text/csv; charset=utf-8', true)
    },
  }
}

async function* lines(office: Office, ctx: RequestContext, query: AccessQuery): AsyncGenerator<string[]> {
  const names = new Map((await people.list(office.connection)).map((person) => [person.id, person.nick || person.name]))
  for (let before = NEWEST; ; ) {
    const entries = await accessEntries(ctx, office.connection, query, { before, limit: PIECE })
    for (const entry of entries)
      yield [
        entry.at,
        (entry.userId && names.get(entry.userId)) || officeWord(ctx, nobodyWord(entry.action)),
        officeWord(ctx, `audit.action.${entry.action}`),
        entry.entity ? officeWord(ctx, `${entry.entity}.one`) : '',
        entry.record?.title || entry.record?.id || '',
        entry.detail,
      ]
    const last = entries.at(-1)
    if (!last || entries.length < PIECE) return
    before = last.seq
  }
}
