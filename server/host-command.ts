import { AppError } from '../core/errors.ts'
import { fingerprintWords } from '../core/lan/fingerprint-words.ts'
import { people } from './access/people.ts'
import type { Answer } from './commands.ts'
import type { Container } from './container.ts'
import { settings } from './features/settings/settings.ts'
import { qrInTerminal } from './lan/qr.ts'
import { wordOf } from './words.ts'

export type HostOptions = { on: boolean; address?: string | undefined; port?: string | undefined }

/** Makes this machine the host, or ends that. `auto` is the likeliest of its addresses. */
export async function switchHost(container: Container, { on, address, port }: HostOptions): Promise<void> {
  const number = port === undefined ? undefined : Number(port)
  if (number !== undefined && (!Number.isInteger(number) || number < 1024 || number > 65_534))
    throw new AppError('command.value', { option: '--port', value: port ?? '', allowed: '1024–65534' })
  await container.host.set({ on, address: address === 'auto' ? undefined : address, port: number })
}

/** What the host tells whoever sits before it: addresses, words, the code, and the setup token while nobody owns the office. */
export async function hostAnswer(container: Container): Promise<Answer> {
  const lang = await settings.language(container.office.connection)
  const say = (key: string, params: Record<string, unknown> = {}) => wordOf(lang, `command.host_${key}`, params)
  const status = await container.host.status()
  if (!status.on) return { json: { on: false, state: status.state }, lines: [say('off')] }
  const { open } = status
  if (!open) {
    const state = wordOf(lang, `share.state.${status.state}`, status)
    return { json: { on: true, state: status.state }, lines: [say('state', { state })], failed: true }
  }
  const owned = (await people.owner(container.office.connection)) !== undefined
  const token = owned ? undefined : container.host.setupToken.current()
  const time = (iso: string) =>
    new Date(iso).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit', timeZone: container.office.catalog.timeZone })
  const words = fingerprintWords(open.fingerprint, lang)
  // The token rides behind `#`, which no browser sends: it never stands in a log.
  const url = token ? `${open.url}#setup=${token.value}` : open.url
  return {
    json: {
      on: true,
      state: status.state,
      url: open.url,
      names: open.names,
      trustUrl: open.trustUrl,
      fingerprint: {
        hex: open.fingerprint,
        th: fingerprintWords(open.fingerprint, 'th'),
        en: fingerprintWords(open.fingerprint, 'en'),
      },
      certificateSha256: open.certificateSha256,
      code: open.code,
      ...(token && { setupToken: token }),
    },
    lines: [
      say('on', { url: open.url }),
      ...(open.trustUrl ? [say('trust', { url: open.trustUrl })] : []),
      say('words', { words: words.join(' · ') }),
      say('code', { code: open.code.value, until: time(open.code.until) }),
      ...(token ? [say('token', { token: token.value, until: time(token.until) })] : []),
      await qrInTerminal(url),
      say('stop'),
    ],
  }
}
