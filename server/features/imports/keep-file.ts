import { createWriteStream } from 'node:fs'
import { extname } from 'node:path'
import type { Readable } from 'node:stream'
import { LARGEST_IMPORT_BYTES } from '../../../core/contract/imports.ts'
import { AppError } from '../../../core/errors.ts'

/** A file as it comes in; `bytes` is the length that was announced, where one was. */
export type UploadedFile = { name: string; content: Readable; bytes?: number | undefined }

/** The extension tells nothing that the content does not; it is kept short and harmless. */
export const safeExtension = (name: string): string =>
  /^\.[a-z0-9]{1,5}$/i.test(extname(name)) ? extname(name).toLowerCase() : ''

/**
 * Writes an upload to `path`. One that is larger than an import may be is refused as soon as that is known: by the length it announced,
 * or once that much has come. What still comes then is let pass, so that the refusal reaches whoever is still sending.
 * Throws `sheet.too_large`, and `request.invalid` for an upload that broke off.
 */
export function keepFile({ content, bytes: announcedBytes }: UploadedFile, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const tooLarge = (bytes: number) => new AppError('sheet.too_large', { bytes, limit: LARGEST_IMPORT_BYTES })
    if (announcedBytes !== undefined && announcedBytes > LARGEST_IMPORT_BYTES) {
      content.resume()
      return reject(tooLarge(announcedBytes))
    }
    const out = createWriteStream(path, { mode: 0o600 })
    let bytes = 0
    const stop = (error: Error) => {
      content.off('data', count)
      content.unpipe(out)
      content.resume()
      out.destroy()
      reject(error)
    }
    const count = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > LARGEST_IMPORT_BYTES) stop(tooLarge(bytes))
    }
    content.on('data', count)
    content.once('error', stop)
    content.once('close', () => {
      if (!content.readableEnded) stop(new AppError('request.invalid', { field: 'body' }))
    })
    out.once('error', stop)
    out.once('finish', resolve)
    content.pipe(out)
  })
}
