/** The other servers of one office. A SQLite file has one server only: it keeps the house, and hears of nobody. */
export interface Others {
  /** Calls `changed` after another server's commit, and `reconfigured` after one changed the configuration. */
  listen(changed: () => void, reconfigured: () => void): void
  tellConfigured(): Promise<void>
  /** Says something passing to the other servers, which need not arrive. */
  say(text: string): void
  /** Calls `heard` with what another server said, and which one. */
  hear(heard: (who: string, text: string) => void): void
  /** True when this server does what only one may do; once true, for as long as it runs. */
  keep(): Promise<boolean>
  /** Calls `work` once this server takes over from the one that kept the house. */
  whenKept(work: () => void): void
  /** No more taking over. */
  stop(): void
}

export const ALONE: Others = {
  listen: () => undefined,
  tellConfigured: async () => undefined,
  say: () => undefined,
  hear: () => undefined,
  keep: async () => true,
  whenKept: () => undefined,
  stop: () => undefined,
}
