import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { columnOf } from '../../../core/entities/entity.ts'
import type { FileItem } from '../../../core/fields/values.ts'
import type { Database } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Context } from '../../records/context.ts'
import { type DbRow, valuesOf } from '../../records/row.ts'
import { officeWord } from '../../words.ts'
import { loadPipelines } from '../settings/session.ts'
import { settings } from '../settings/settings.ts'
import { type ExportSource, exportRecords } from './export-records.ts'

/** Rows that are in memory at a time. */
const PAGE = 1_000

/**
 * The whole office in open formats, as one zip: every entity as .xlsx and .csv and, loss-free, as JSON lines; the
 * configuration as JSON; every file by its hash. Nobody is locked in. A file that is damaged or gone is left out, and named in a text of its
 * own. Returns how many were left out.
 */
export async function exportOffice(ctx: Context, source: ExportSource, files: FileStore, path: string): Promise<number> {
  const { db } = source
  // Large, and seldom asked for.
  const { default: archiver } = await import('archiver')
  const zip = archiver('zip', { zlib: { level: 6 } })
  const written = new Promise<void>((resolve, reject) => {
    const out = createWriteStream(path)
    out.on('close', resolve)
    out.on('error', reject)
    zip.on('error', reject)
    zip.pipe(out)
  })
  const temporary: string[] = []
  try {
    for (const entity of ctx.catalog.registry.values()) {
      for (const format of ['xlsx', 'csv'] as const) {
        const file = join(tmpdir(), `samphan-${uuidv7()}.${format}`)
        temporary.push(file)
        await exportRecords(ctx, source, { entity: entity.key, format }, file)
        zip.file(file, { name: `${entity.key}.${format}` })
      }
      zip.append(Readable.from(jsonLines(db, entity.table)), { name: `json/${entity.key}.jsonl` })
    }
    const configuration = {
      company: await settings.company(db),
      choices: ctx.catalog.choices,
      pipelines: await loadPipelines(db),
    }
    zip.append(JSON.stringify(configuration, null, 2), { name: 'json/configuration.json' })
    const damaged: string[] = []
    for (const { sha256 } of await db.all<{ sha256: string }>('select distinct sha256 from file order by sha256')) {
      if (await isThere(files, sha256)) zip.file(files.pathOf(sha256), { name: `files/${sha256}` })
      else damaged.push(sha256)
    }
    if (damaged.length > 0)
      zip.append(await leftOutText(ctx, db, damaged), { name: `files/${officeWord(ctx, 'export.left_out_file')}.txt` })
    await zip.finalize()
    await written
    return damaged.length
  } finally {
    for (const file of temporary) await rm(file, { force: true })
  }
}

/** A file that cannot even be read is as good as gone. */
const isThere = async (files: FileStore, sha256: string): Promise<boolean> =>
  files.has(sha256) && (await files.isWhole(sha256).catch(() => false))

/** The names of files that were left out, with the records on which they hang. */
async function leftOutText(ctx: Context, db: Database, damaged: readonly string[]): Promise<string> {
  const named = new Map<string, string[]>()
  for (const entity of ctx.catalog.registry.values()) {
    const fields = entity.fields.filter((field) => field.kind === 'files')
    const columns = fields.map((field) => (field.custom ? 'custom' : columnOf(field.key)))
    if (columns.length === 0) continue
    for (const sha256 of damaged) {
      const where = [...new Set(columns)].map((column) => `${column} like ?`)
      const rows = await db.all<DbRow>(
        `select * from ${entity.table} where ${where.join(' or ')}`,
        where.map(() => `%${sha256}%`),
      )
      for (const row of rows) {
        const values = valuesOf(entity, row)
        for (const item of fields.flatMap((field) => (values[field.key] as FileItem[] | undefined) ?? []))
          if (item.sha256 === sha256)
            named.set(sha256, [
              ...(named.get(sha256) ?? []),
              `${item.name} · ${officeWord(ctx, `${entity.key}.one`)} ${row.title_text}`,
            ])
      }
    }
  }
  const lines = damaged.flatMap((sha256) => (named.get(sha256) ?? ['–']).map((name) => `${name} · ${sha256}`))
  return ['\ufeff'.concat(officeWord(ctx, 'export.left_out_text')), '', ...lines, ''].join('\r\n')
}

/** Every living row of a table as it is stored, a line each; others come in between pages. */
async function* jsonLines(db: Database, table: string): AsyncGenerator<string> {
  let last = 0
  for (;;) {
    const rows = await db.all<{ rid: number }>(
      `select * from ${table} where deleted_at is null and rid > ? order by rid limit ?`,
      [last, PAGE],
    )
    if (rows.length === 0) return
    last = rows.at(-1)?.rid ?? last
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    await setImmediate()
  }
}
