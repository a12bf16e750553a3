import { compilePolicy, type Policy, type Role } from '../../core/access/policy.ts'
import type { ReaderIdentity } from '../db/readers.ts'
import type { Catalog } from './catalog.ts'

export type Lang = 'th' | 'en'

/** Who asks, with which rights, about which office, and when. The first argument of every operation. */
export type Context = {
  userId: string
  policy: Policy
  /** What the policy was compiled from, in a form that can be sent to a reader thread. */
  identity: { userId: string; role: Role; teamIds: readonly string[] }
  lang: Lang
  catalog: Catalog
  /** The instant of the request, ISO text in UTC. */
  now: string
  /** The office's local date at that instant. */
  today: string
  /** Set while many records are written as one act that can be undone together. */
  batchId?: string
  /** The API key by which a program asks in the person's stead. */
  via?: string
}

/** The context of a request as it came into another thread or process, where a policy is compiled anew. */
export const contextOf = (identity: ReaderIdentity, catalog: Catalog): Context => ({
  userId: identity.userId,
  policy: compilePolicy(identity.role, identity.userId, identity.teamIds),
  identity,
  lang: identity.lang,
  catalog,
  now: identity.now,
  today: identity.today,
})

/** Long work as it is stored: who began it, and by which key where a program did. */
export type Begun = { user_id: string | null; via: string | null }

/** Whether somebody may look at long work and stop it: whoever began it, and who runs the office; a key only what it began itself. */
export const mayFollow = (ctx: Context, run: Begun): boolean =>
  ctx.policy.admin || (run.user_id === ctx.userId && (ctx.via === undefined || run.via === ctx.via))

/** The context in which long work goes on after a start, with the rights of today; throws where whoever began it may do nothing any more. */
export type ContextOfRun = (run: Begun, lang: Lang) => Promise<Context>
