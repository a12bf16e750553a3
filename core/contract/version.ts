/**
 * The version of the contract between window and server. Raised when a request or a reply comes to mean something else, or is no longer
 * understood; not for what is merely added.
 */
export const API_VERSION = 1

/** The oldest window that this server serves: the one before, so that an office is updated host first, the others in their own time. */
export const SERVES_FROM = Math.max(1, API_VERSION - 1)

/** By it a window says which contract it was built for; the server answers with its own, and with the oldest that it serves. */
export const VERSION_HEADER = 'x-samphan-api'
export const SERVES_FROM_HEADER = 'x-samphan-api-from'

/** Why a window cannot work with a server. */
export const NOT_SERVED = ['client.too_old', 'client.too_new'] as const
export type NotServed = (typeof NOT_SERVED)[number]
