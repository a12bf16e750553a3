import type { Knex } from 'knex'

/** True when a migration runs on PostgreSQL; SQLite otherwise. */
export const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg'
