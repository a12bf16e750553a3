import type { Route, RouteInput, RouteReply } from '../../core/contract/route.ts'
import { ROUTES, type RouteName, type Routes } from '../../core/contract/routes.ts'
import { API_VERSION, VERSION_HEADER } from '../../core/contract/version.ts'
import { AppError, type ErrorBody } from '../../core/errors.ts'
import { refusalPasses } from '../../core/read-only.ts'
import { noteRefusal } from './served.ts'
import { hostAway, onceHostIsBack, onItsWay, untilBack, whenHeardAgain, whenSilent } from './waiting.ts'

/** The server could not be reached at all: nothing is known about what became of the request. */
export class HostUnreachable extends Error {
  readonly code: 'host.unreachable' | 'office.key_changed'

  constructor(code: HostUnreachable['code'] = 'host.unreachable') {
    super(code)
    this.code = code
    this.name = 'HostUnreachable'
  }
}

/** What a screen passes for a route: its params, query and body, as the contract declares them. */
export type CallInput<N extends RouteName> = RouteInput<Routes[N]>
export type CallReply<N extends RouteName> = RouteReply<Routes[N]>
export type CallOptions = {
  /** The key under which the server recognises a retry of this command; made anew where it is not given. */
  key?: string
  signal?: AbortSignal
}

type AnyInput = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

/** The address of a route with its parameters filled in. */
export function addressOf(name: RouteName, input: AnyInput = {}): string {
  const path = ROUTES[name].path.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(String(input.params?.[part] ?? '')))
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {})) if (value !== undefined) query.set(key, String(value))
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/** What every request of a window says of itself. */
export const ownHeaders = (): Record<string, string> => ({
  'accept-language': document.documentElement.lang || 'th',
  [VERSION_HEADER]: String(API_VERSION),
})

/** A key for one command, the same for all its retries. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The command may well be done yet: nobody answered, or the host cannot save at the moment. */
const comesAgain = (error: unknown): boolean =>
  error instanceof HostUnreachable || (error instanceof AppError && refusalPasses(error.code))

/** Sent twice it does no more than once. */
const onlyReads = ({ method, keys, idempotent }: Route): boolean => !idempotent && (method === 'GET' || keys === 'read')

/** When what waits on a dead connection, perhaps for minutes, is given up: reads sooner, and never what must not be sent twice. */
function whenGivenUp(route: Route): AbortSignal | undefined {
  if (onlyReads(route)) return whenSilent()
  return route.idempotent ? whenHeardAgain() : undefined
}

type Reading<T> = (response: Response) => Promise<T>

/** Sends a read, and again for as long as it is given up because the host is silent: until it is back the window shows what it has. */
async function sendRead<T>(name: RouteName, input: AnyInput, options: CallOptions, read: Reading<T>): Promise<T> {
  for (;;) {
    const silent = whenSilent()
    try {
      return await sendOnce(name, input, options, read)
    } catch (error) {
      if (!silent.aborted || !(error instanceof HostUnreachable) || error.code === 'office.key_changed') throw error
      if (hostAway()) await untilBack()
    }
  }
}

/**
 * Sends a request and reads its answer. A command whose answer never came whole, or that a full disk refused, is sent again under the same key
 * as soon as the host is back and can save: what was typed stays where it is until then.
 */
async function send<T>(name: RouteName, input: AnyInput, options: CallOptions, read: Reading<T>): Promise<T> {
  const route: Route = ROUTES[name]
  if (onlyReads(route)) return sendRead(name, input, options, read)
  if (!route.idempotent) return sendOnce(name, input, options, read)
  const key = options.key ?? newKey()
  const attempt = () => sendOnce(name, input, { ...options, key }, read)
  for (;;) {
    const heardAgain = whenHeardAgain()
    try {
      return await onItsWay(attempt)
    } catch (error) {
      if (!comesAgain(error)) throw error
      if (!heardAgain.aborted) return await onceHostIsBack(attempt, comesAgain)
    }
  }
}

async function sendOnce<T>(name: RouteName, input: AnyInput, options: CallOptions, read: Reading<T>): Promise<T> {
  const route: Route = ROUTES[name]
  const headers = ownHeaders()
  if (input.body !== undefined) headers['content-type'] = 'application/json'
  if (route.idempotent && options.key) headers['idempotency-key'] = options.key
  const signals = [options.signal, whenGivenUp(route)].filter((signal) => signal !== undefined)
  try {
    const response = await fetch(addressOf(name, input), {
      method: route.method,
      headers,
      // Older browsers go on waiting.
      signal: 'any' in AbortSignal ? AbortSignal.any(signals) : (options.signal ?? null),
      ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
    })
    if (!response.ok) throw await refusalOf(response)
    return await read(response)
  } catch (error) {
    if (error instanceof AppError || error instanceof HostUnreachable || options.signal?.aborted) throw error
    throw new HostUnreachable()
  }
}

/** The refusal in a reply, as the error that the server threw. */
async function refusalOf(response: Response): Promise<Error> {
  const body = (await response.json().catch(() => undefined)) as ErrorBody | undefined
  // The desktop app answers for a server that is not there, or in whose place somebody else answers, who was told nothing.
  if ((body?.code as string | undefined) === 'server.unreachable') return new HostUnreachable()
  // It did nothing, and is as good as away until it has started again.
  if (body?.code === 'host.stopping') return new HostUnreachable()
  if (body?.code === 'office.key_changed') return new HostUnreachable(body.code)
  if (!body?.code) return response.status >= 502 ? new HostUnreachable() : new AppError('server.unexpected', { reference: '' })
  noteRefusal(body.code)
  return new AppError(
    body.code,
    { ...body.params, ...(body.reference && { reference: body.reference }) },
    { problems: body.problems, details: body.details },
  )
}

/**
 * Calls a route of the contract. Throws `AppError` with the server's code when it refuses, `HostUnreachable` when there
 * is no answer, and the browser's AbortError when `signal` was aborted.
 */
export function call<N extends RouteName>(name: N, input: CallInput<N>, options: CallOptions = {}): Promise<CallReply<N>> {
  return send(name, input as AnyInput, options, (response) => response.json() as Promise<CallReply<N>>)
}

/** Calls a route whose reply is a file and offers it for saving under the name that the server gives. Says what could not be put into it. */
export async function download<N extends RouteName>(name: N, input: CallInput<N>): Promise<{ leftOut: number }> {
  const { headers, content } = await send(name, input as AnyInput, {}, async (response) => ({
    headers: response.headers,
    content: await response.blob(),
  }))
  const named = /filename\*=UTF-8''([^;]+)/.exec(headers.get('content-disposition') ?? '')?.[1]
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = named ? decodeURIComponent(named) : ''
  link.click()
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  return { leftOut: Number(headers.get('x-samphan-left-out') ?? 0) }
}

/** Stores a file on the server, to be named by a record afterwards. */
export async function upload(file: File): Promise<CallReply<'uploadFile'>> {
  const form = new FormData()
  form.append('file', file)
  let response: Response
  try {
    response = await fetch(ROUTES.uploadFile.path, { method: 'POST', headers: ownHeaders(), body: form })
  } catch {
    throw new HostUnreachable()
  }
  if (!response.ok) throw await refusalOf(response)
  return (await response.json()) as CallReply<'uploadFile'>
}
