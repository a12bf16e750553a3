import type { EntityDef } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Transaction } from '../db/database.ts'
import type { Context } from './context.ts'
import type { Values } from './row.ts'

export type WriteAction = 'create' | 'update' | 'delete' | 'restore'

/**
 * One write on its way: what the record was and what it will be. A rule may change `after`; derived fields are set here. What is derived from
 * an `unreadable` field stays.
 */
export type Write = {
  entity: EntityDef
  action: WriteAction
  id: string
  before: Values
  after: Values
  unreadable?: readonly FieldDef[]
}

/** True where nobody can read what a field holds, and the write does not say it anew. */
export const isLost = ({ after, unreadable }: Write, key: string): boolean =>
  after[key] === undefined && unreadable !== undefined && unreadable.some((field) => field.key === key)

/**
 * What a feature adds to the write path. `before` runs before the row is written and may refuse or set derived values;
 * `after` runs once it is written, in the same transaction, and keeps other records in step.
 */
export type Rule = {
  entity: string
  before?: (ctx: Context, tx: Transaction, write: Write) => Promise<void> | void
  after?: (ctx: Context, tx: Transaction, write: Write) => Promise<void> | void
}

/** The rules of all features, by entity; made once in the container. */
export class Rules {
  readonly #rules = new Map<string, Rule[]>()

  constructor(rules: readonly Rule[]) {
    for (const rule of rules) this.#rules.set(rule.entity, [...(this.#rules.get(rule.entity) ?? []), rule])
  }

  async before(ctx: Context, tx: Transaction, write: Write): Promise<void> {
    for (const rule of this.#rules.get(write.entity.key) ?? []) await rule.before?.(ctx, tx, write)
  }

  async after(ctx: Context, tx: Transaction, write: Write): Promise<void> {
    for (const rule of this.#rules.get(write.entity.key) ?? []) await rule.after?.(ctx, tx, write)
  }
}
