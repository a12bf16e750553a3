import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { uuidv7 } from 'uuidv7'
import { AppError, type ErrorBody, type ErrorCode } from '../../core/errors.ts'
import { storageFault } from '../db/storage-fault.ts'
import { ServerStopping } from '../db/write-state.ts'
import type { Log } from '../log.ts'
import { SheetError } from '../sheets/sheet-error.ts'

/** Fastify's own refusals, in our codes. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.wrong_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.invalid',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.invalid',
  FST_REQ_FILE_TOO_LARGE: 'file.too_large',
}

/**
 * Turns whatever a handler threw into the one error body; what was not expected is logged under a short reference.
 * @param onFault told what the disk or the database file answered to a request outside the write queue
 */
export function bindErrors(app: FastifyInstance, log: Log, onFault: (fault: ErrorCode) => void): void {
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'request.not_found', params: {}, problems: [] } satisfies ErrorBody),
  )
  app.setErrorHandler((error: FastifyError | AppError | SheetError, request, reply) => {
    const known =
      error instanceof AppError
        ? error
        : (storageFault(error) ?? asAppError(error) ?? asCutOff(request) ?? asGivenUp(error, reply))
    // A backup may have met a full disk that is the data's own.
    if (known) onFault(known.code === 'backup.no_space' ? 'disk.full' : known.code)
    if (known) {
      const body: ErrorBody = {
        code: known.code,
        params: known.params,
        problems: known.problems,
        ...(known.details !== undefined && { details: known.details }),
      }
      // Programs wait by the header, people by the words.
      if (known.status === 429 && known.params.seconds) reply.header('retry-after', String(known.params.seconds))
      return reply.code(known.status).send(body)
    }
    const reference = uuidv7().slice(-8)
    log.error({ reference, route: request.routeOptions.url, error: error.message, stack: error.stack }, 'unexpected error')
    return reply.code(500).send({ code: 'server.unexpected', params: { reference }, problems: [], reference } satisfies ErrorBody)
  })
}

/** Whoever sent it is gone, and with him the rest of it: that is no fault of ours, and nobody hears the answer. */
const asCutOff = ({ raw }: FastifyRequest): AppError | undefined =>
  raw.destroyed && !raw.complete ? new AppError('request.invalid') : undefined

/** Whoever asked for a file did not wait for it: that, too, is told to nobody. */
const asGivenUp = ({ code }: { code: string }, { raw }: FastifyReply): AppError | undefined =>
  code === 'ERR_STREAM_PREMATURE_CLOSE' && raw.destroyed ? new AppError('request.invalid') : undefined

function asAppError(error: FastifyError | SheetError): AppError | undefined {
  if (error instanceof ServerStopping) return new AppError('host.stopping')
  if (error instanceof SheetError) return new AppError(error.code, error.params)
  const code = FASTIFY_CODES[error.code]
  if (code) return new AppError(code)
  return error.statusCode !== undefined && error.statusCode < 500 ? new AppError('request.invalid') : undefined
}
