import { StoredKeys } from '../../../core/configuration/stored.ts'
import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import { type FieldChange, fieldsOf } from '../../records/change-log.ts'
import { nextCode } from '../../records/codes.ts'
import type { Context } from '../../records/context.ts'
import type { Rule, Write } from '../../records/rules.ts'

type StageRow = { id: string; pipeline_id: string; kind: 'open' | 'won' | 'lost'; required: string }

/**
 * Keeps a deal's stage honest, whichever way it is written (board, form, import, bulk edit): the stage belongs to the
 * pipeline, what the stage asks for is there, a lost deal says why, and status, “in the stage since” and the closing time follow.
 */
async function keepStage(ctx: Context, tx: Transaction, write: Write): Promise<void> {
  if (write.action !== 'create' && write.action !== 'update') return
  const { before, after } = write
  if (after.stage === undefined && write.action === 'create') await firstStage(tx, write)
  const stage = await tx.get<StageRow>('select id, pipeline_id, kind, required from stage where id = ?', [
    (after.stage as string | undefined) ?? '',
  ])
  if (!stage) throw new AppError('record.invalid', {}, { problems: [{ field: 'stage', code: 'unknown_choice' }] })
  if (write.action === 'update' && before.pipeline !== after.pipeline && before.stage === after.stage)
    throw new AppError('deal.wrong_stage')
  // A stage alone takes no deal to another pipeline: it goes there when both are said.
  if (write.action === 'update' && before.pipeline === after.pipeline && after.pipeline !== stage.pipeline_id)
    throw new AppError('deal.wrong_stage')
  after.pipeline = stage.pipeline_id
  after.status = stage.kind
  if (before.stage !== after.stage) {
    const since = await sinceBefore(ctx, tx, write)
    if (since === undefined) requireFields(stage, write)
    after.stageSince = since ?? ctx.now
    if (stage.kind !== 'open') after.closedAt ??= ctx.now
    if (stage.kind !== 'lost') {
      delete after.lostReason
      delete after.lostNote
    }
  } else if (stage.kind === 'lost' && after.lostReason === undefined) requireFields(stage, write)
  if (stage.kind === 'open') delete after.closedAt
  if (write.action === 'create') after.code ??= await nextCode(ctx, tx, write.entity)
}

/** Within this time a move back to where the deal came from is taken as undoing the move. */
const UNDO_MS = 60_000

/**
 * Since when the deal had been in the stage that its last move took it out of, when the same person puts it back at once: an undone
 * move leaves the deal as old as it was. Undefined for every other move.
 */
async function sinceBefore(ctx: Context, tx: Transaction, write: Write): Promise<unknown> {
  if (write.action !== 'update') return undefined
  const last = await tx.get<{ at: string; fields: string }>(
    "select at, fields from change where record_id = ? and user_id = ? and action = 'update' order by seq desc limit 1",
    [write.id, ctx.userId],
  )
  if (!last || Date.parse(ctx.now) - Date.parse(last.at) > UNDO_MS) return undefined
  const fields: Partial<Record<string, FieldChange>> = fieldsOf(last.fields) ?? {}
  const [from, to] = fields.stage ?? []
  return from === write.after.stage && to === write.before.stage ? (fields.stageSince?.[0] ?? undefined) : undefined
}

function requireFields(stage: StageRow, write: Write): void {
  // Past deals come in by import as they were: what they lack cannot be asked for any more.
  if (write.action === 'create' && stage.kind !== 'open' && write.after.closedAt !== undefined) return
  const asked = new Set([
    ...(storedJson<string[]>(stage.required, StoredKeys) ?? []),
    ...(stage.kind === 'lost' ? ['lostReason'] : []),
  ])
  const missing = [...asked].filter((key) => write.after[key] === undefined)
  if (missing.length > 0)
    throw new AppError(
      'deal.missing_required',
      { fields: missing.join(', ') },
      { problems: missing.map((field) => ({ field, code: 'required' })) },
    )
}

async function firstStage(tx: Transaction, write: Write): Promise<void> {
  const stage = await tx.get<StageRow>(
    `select s.id, s.pipeline_id, s.kind, s.required from stage s join pipeline p on p.id = s.pipeline_id
      where s.archived = 0 and p.archived = 0 and s.kind = 'open' and p.id = coalesce(?, p.id) order by p.position, s.position limit 1`,
    [(write.after.pipeline as string | undefined) ?? null],
  )
  if (stage) write.after.stage = stage.id
}

export const dealRules: readonly Rule[] = [{ entity: 'deal', before: keepStage }]
