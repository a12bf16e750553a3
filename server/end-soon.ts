/** Time for the answers on their way: each says that nothing is known to be saved. */
const ANSWERS_MS = 300

/**
 * Ends this process after the disk failed, as a power cut would: an orderly end would close the database, and with it write what the
 * disk may have lost. Whoever supervises the server starts it again.
 */
export function endSoon(): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), ANSWERS_MS)
}
