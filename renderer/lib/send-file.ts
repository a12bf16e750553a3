import type { ImportRun } from '../../core/contract/imports.ts'
import { AppError, type ErrorBody } from '../../core/errors.ts'
import { addressOf, HostUnreachable, ownHeaders } from './api.ts'

/**
 * Sends a file to be imported as records of `entity` and returns the run that the server opened for it. `onProgress` hears how much has been
 * sent, from 0 to 1 (`fetch` cannot tell). Throws `AppError` with what is wrong with the file, `HostUnreachable`, or AbortError.
 */
export function sendFile(
  entity: string,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<ImportRun> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf('uploadImport', { params: { entity }, query: { name: file.name } }))
    request.setRequestHeader('content-type', 'application/octet-stream')
    for (const [name, value] of Object.entries(ownHeaders())) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0)
    request.onerror = () => reject(new HostUnreachable())
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) return resolve(request.response as ImportRun)
      const body = request.response as ErrorBody | null
      reject(
        body?.code
          ? new AppError(
              body.code,
              { ...body.params, ...(body.reference && { reference: body.reference }) },
              { problems: body.problems },
            )
          : new HostUnreachable(),
      )
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
