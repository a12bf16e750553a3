import { open } from 'node:fs/promises'
import { AppError } from '../../../core/errors.ts'
import type { FileItem } from '../../../core/fields/values.ts'
import { newItemId } from '../../../core/ids.ts'
import type { FileStore } from '../../files/file-store.ts'
import { typeOf } from '../../files/file-type.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import { FileReply } from '../../http/reply.ts'
import type { Office } from '../../office.ts'
import { readOne } from '../../records/read-one.ts'

const UNKNOWN = 'application/octet-stream'

/** Files: put in by themselves, then named by a record; taken out only through a record that the reader may see. */
export function fileHandlers(office: Office, files: FileStore): SomeHandlers<'uploadFile' | 'downloadFile'> {
  return {
    uploadFile: async (ctx, _request, { request }) => {
      const part = await request.file()
      if (!part) throw new AppError('file.empty')
      const { sha256, size } = await files.add(part.file)
      const type = typeOf(await firstBytes(files.pathOf(sha256)))
      await office.write(ctx, (tx) =>
        tx.run('insert into file (sha256, size, type, created_at, created_by) values (?, ?, ?, ?, ?) on conflict do nothing', [
          sha256,
          size,
          type,
          ctx.now,
          ctx.userId,
        ]),
      )
      return { id: newItemId(), sha256, name: safeName(part.filename), size, type }
    },
    downloadFile: async (ctx, { params }) => {
      const record = await readOne(ctx, office.connection, params.entity, params.id)
      const item = Object.values(record)
        .flatMap((value) => (Array.isArray(value) ? (value as FileItem[]) : []))
        .find((file) => file?.sha256 === params.sha256)
      if (!item) throw new AppError('record.not_found')
      if (!files.has(params.sha256) || !(await files.isWhole(params.sha256)))
        throw new AppError('file.damaged', { file: safeName(item.name) })
      // What a record says of its files was sent by whoever wrote it; what they are was seen when they were put in.
      const stored = await office.connection.get<{ type: string }>('select type from file where sha256 = ?', [params.sha256])
      return new FileReply(files.pathOf(params.sha256), safeName(item.name), stored?.type ?? UNKNOWN)
    },
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(32), 0, 32, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A file's name without folders and control characters: it is shown, and offered for saving, never opened. */
const safeName = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  (name.split(/[\\/]/).pop() ?? '').replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '_').slice(0, 200) || 'file'
