import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Others } from '../others.ts'

const CHANNEL = 'samphan'
/** What is said in passing: who is at which record. */
const TALK = 'samphan_talk'
/** Held by the one of several servers that does what is to be done once: unfinished imports, nightly work, backups. */
const KEEPER_LOCK = 7_267_428
const TRY_AGAIN_MS = 2_000

/** What servers of one PostgreSQL office tell each other, by its LISTEN and NOTIFY: that something was committed, and by whom. */
export class PostgresBell implements Others {
  /** This server among the others. */
  readonly self = randomUUID()
  readonly #client: pg.Client
  #timer: NodeJS.Timeout | undefined
  #changed: () => void = () => undefined
  #reconfigured: () => void = () => undefined
  #before: () => Promise<void> = async () => undefined
  #said: (who: string, text: string) => void = () => undefined

  private constructor(client: pg.Client) {
    this.#client = client
  }

  /**
   * @param lost told when the server ends the session: nothing is heard any more
   * @param before what is done before anybody is told of what was heard
   */
  static async connect(
    url: string,
    lost: () => void,
    before: () => Promise<void> = async () => undefined,
  ): Promise<PostgresBell> {
    const client = new pg.Client({ connectionString: url, application_name: 'samphan bell' })
    const bell = new PostgresBell(client)
    bell.#before = before
    client.on('notification', ({ channel, payload = '' }) => (channel === TALK ? bell.#overheard(payload) : bell.#heard(payload)))
    client.on('error', lost)
    await client.connect()
    // This session writes nothing that must survive: it need not wait for the disk.
    await client.query(`set synchronous_commit = off; listen ${CHANNEL}; listen ${TALK}`)
    return bell
  }

  #heard(payload: string): void {
    const [what, who] = payload.split(' ')
    if (who === this.self) return
    void this.#before().finally(() => {
      if (what === 'configured') this.#reconfigured()
      this.#changed()
    })
  }

  #overheard(payload: string): void {
    const end = payload.indexOf(' ')
    const who = payload.slice(0, end)
    if (who !== this.self) this.#said(who, payload.slice(end + 1))
  }

  /** A message of up to some 7,900 bytes (postgresql.org/docs/18/sql-notify.html); what cannot be said is left unsaid. */
  say(text: string): void {
    this.#client.query('select pg_notify($1, $2)', [TALK, `${this.self} ${text}`]).catch(() => undefined)
  }

  hear(heard: (who: string, text: string) => void): void {
    this.#said = heard
  }

  listen(changed: () => void, reconfigured: () => void): void {
    this.#changed = changed
    this.#reconfigured = reconfigured
  }

  /** The statement that tells the others of a commit; it is heard when the commit stands. */
  get ring(): string {
    return `notify ${CHANNEL}, 'changed ${this.self}'`
  }

  async tellConfigured(): Promise<void> {
    await this.#client.query(`notify ${CHANNEL}, 'configured ${this.self}'`)
  }

  async keep(): Promise<boolean> {
    const { rows } = await this.#client.query(`select pg_try_advisory_lock(${KEEPER_LOCK}) as kept`)
    return (rows[0] as { kept: boolean }).kept
  }

  whenKept(work: () => void): void {
    this.#timer = setInterval(() => {
      void this.keep().then(
        (kept) => {
          if (!kept || !this.#timer) return
          this.stop()
          work()
        },
        // Of a lost session `lost` was told.
        () => undefined,
      )
    }, TRY_AGAIN_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async close(): Promise<void> {
    this.stop()
    this.#client.removeAllListeners('error')
    this.#client.on('error', () => undefined)
    await this.#client.end()
  }
}
