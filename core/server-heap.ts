/**
 * Flags for the JavaScript engine of the server and its reader threads. A nursery of one megabyte instead of sixteen keeps an
 * idle server some 25 MB smaller; what a request makes and drops fits into it.
 */
export const SERVER_HEAP_FLAGS: readonly string[] = ['--max-semi-space-size=1']
