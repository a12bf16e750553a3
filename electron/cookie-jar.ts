/**
 * The cookies of the one server that the shell talks to, kept in memory. The window's own scheme has no cookies, so the
 * session that a sign-in starts is held here, out of reach of the page.
 */
export class CookieJar {
  readonly #values = new Map<string, string>()

  /** Keeps, replaces or drops what a reply's `Set-Cookie` headers say. */
  keep(setCookies: string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      if (isOver(attributes)) this.#values.delete(name.trim())
      else this.#values.set(name.trim(), value.join('=').trim())
    }
  }

  /** The `Cookie` header for the next request, undefined when there is nothing to send. */
  header(): string | undefined {
    if (this.#values.size === 0) return undefined
    return [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

function isOver(attributes: string[]): boolean {
  return attributes.some((attribute) => {
    const [name = '', value = ''] = attribute.trim().split('=')
    if (name.toLowerCase() === 'max-age') return Number(value) <= 0
    return name.toLowerCase() === 'expires' && Date.parse(value) <= Date.now()
  })
}
