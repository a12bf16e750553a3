/** The scheme and origin under which the window sees the renderer and the API. */
export const appScheme = 'app'
export const appOrigin = 'app://samphan'

/**
 * Whether an address belongs to the app itself. Custom schemes have the opaque origin `null` in Node, so scheme and host
 * are compared one by one.
 */
export function isAppAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return protocol === `${appScheme}:` && host === 'samphan'
}

/** Whether an address may be handed to the system: the web over TLS, mail and telephone only. */
export function isOpenableOutside(address: string): boolean {
  return URL.canParse(address) && ['https:', 'mailto:', 'tel:'].includes(new URL(address).protocol)
}
