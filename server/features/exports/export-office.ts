import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { Database } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Context } from '../../records/context.ts'
import { loadPipelines } from '../settings/session.ts'
import { settings } from '../settings/settings.ts'
import { type ExportSource, exportRecords } from './export-records.ts'

/** Rows that are in memory at a time. */
const PAGE = 1_000

/**
 * The whole office in open formats, as one zip: every entity as .xlsx and .csv and, loss-free, as JSON lines; the
 * configuration as JSON; every file under the record that names it. Nobody is locked in.
 */
export async function exportOffice(ctx: Context, source: ExportSource, files: FileStore, path: string): Promise<void> {
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
    for (const { sha256 } of await db.all<{ sha256: string }>('select distinct sha256 from file')) {
      if (files.has(sha256)) zip.file(files.pathOf(sha256), { name: `files/${sha256}` })
    }
    await zip.finalize()
    await written
  } finally {
    for (const file of temporary) await rm(file, { force: true })
  }
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
