import type { Knex } from 'knex'

/**
 * One chain over the change log and the access log: the salted hash of each entry in the order in which they came, and a head that is
 * made of all of them. Without its salt an entry can be emptied and the chain still holds. It begins with what is written from now on.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_chain', (table) => {
    table.integer('n').primary()
    table.text('log').notNullable()
    table.integer('seq').notNullable()
    table.binary('salt')
    table.binary('hash').notNullable()
  })
  await knex.raw('create index audit_chain_entry on audit_chain (log, seq)')
  await knex.schema.createTable('audit_head', (table) => {
    table.integer('one').primary()
    table.integer('n').notNullable()
    table.binary('head').notNullable()
  })
  await knex('audit_head').insert({ one: 1, n: 0, head: Buffer.alloc(32) })
}
