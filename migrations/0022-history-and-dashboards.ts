import type { Knex } from 'knex'

type TargetChange = {
  seq: number
  at: string
  user_id: string
  kind: string
  subject_id: string
  month: string
  before: number | null
  after: number | null
}
type ConfigurationChange = {
  seq: number
  at: string
  user_id: string
  area: string
  item: string
  before: string | null
  after: string | null
  rolled_back_by: number | null
}

/**
 * Pages of reports; and changes of targets stand in the history of the configuration, where they can be rolled back, while what people
 * commit to keeps a history of its own.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('dashboard', (table) => {
    table.text('id').primary()
    table.text('name').notNullable()
    table.text('owner').notNullable()
    table.text('shared_with').notNullable().defaultTo('[]')
    table.text('first_for').notNullable().defaultTo('[]')
    table.text('columns').notNullable().defaultTo('[]')
    table.integer('version').notNullable().defaultTo(1)
  })
  await knex.schema.createTable('commitment_change', (table) => {
    table.increments('seq')
    table.text('at').notNullable()
    table.text('user_id').notNullable()
    table.text('subject_id').notNullable()
    table.text('month').notNullable()
    table.integer('before')
    table.integer('after')
  })
  await knex.raw('create index commitment_change_month on commitment_change (month, seq)')
  const changes: TargetChange[] = await knex('target_change').orderBy('seq')
  for (const { seq: _, kind, ...change } of changes) if (kind === 'commitment') await knex('commitment_change').insert(change)
  await bringIn(
    knex,
    await asConfiguration(
      knex,
      changes.filter((change) => change.kind !== 'commitment'),
    ),
  )
  await knex.schema.dropTable('target_change')
}

/** Each change with the whole year before and after it: from what stands now, back through what was changed. */
async function asConfiguration(knex: Knex, changes: readonly TargetChange[]): Promise<Omit<ConfigurationChange, 'seq'>[]> {
  const years = new Map<string, Record<string, number>>()
  for (const { kind, subject_id, month, amount } of await knex('target').whereNot({ kind: 'commitment' })) {
    const item = itemOf({ kind, subject_id, month })
    years.set(item, { ...years.get(item), [month]: Number(amount) })
  }
  // What was saved at once is one change.
  const saved = Map.groupBy(changes, (change) => [change.at, change.user_id, itemOf(change)].join('\n'))
  const whole = []
  for (const together of [...saved.values()].reverse()) {
    const [first] = together
    if (!first) continue
    const item = itemOf(first)
    const after = years.get(item) ?? {}
    const before = { ...after }
    for (const { month, before: amount } of together.toReversed()) {
      if (amount === null) delete before[month]
      else before[month] = Number(amount)
    }
    years.set(item, before)
    const { at, user_id } = first
    whole.push({ at, user_id, area: 'targets', item, before: textOf(before), after: textOf(after), rolled_back_by: null })
  }
  return whole.reverse()
}

const itemOf = ({ kind, subject_id, month }: Pick<TargetChange, 'kind' | 'subject_id' | 'month'>): string =>
  `${kind}:${month.slice(0, 4)}:${subject_id}`

const textOf = (year: Record<string, number>): string | null => {
  const months = Object.entries(year).sort(([a], [b]) => (a < b ? -1 : 1))
  return months.length > 0 ? JSON.stringify(Object.fromEntries(months)) : null
}

/** The history is told by its numbers: with older entries among them, all get new ones in the order of time. */
async function bringIn(knex: Knex, added: readonly Omit<ConfigurationChange, 'seq'>[]): Promise<void> {
  if (added.length === 0) return
  const had: ConfigurationChange[] = await knex('configuration_change').orderBy('seq')
  await knex('configuration_change').delete()
  const numbers = new Map<number, number>()
  const all = [...had, ...added.map((change) => ({ ...change, seq: undefined }))].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  )
  for (const { seq, rolled_back_by: _, ...change } of all) {
    const [row] = await knex('configuration_change').insert(change).returning('seq')
    if (seq !== undefined) numbers.set(Number(seq), Number(row.seq))
  }
  for (const { seq, rolled_back_by } of had)
    if (rolled_back_by !== null)
      await knex('configuration_change')
        .where({ seq: numbers.get(Number(seq)) })
        .update({ rolled_back_by: numbers.get(Number(rolled_back_by)) ?? numbers.get(Number(seq)) })
}
