import type { Knex } from 'knex'

const looking = {
  view: 'all',
  create: false,
  edit: 'none',
  delete: 'none',
  export: false,
  import: false,
  assign: false,
}
const acting = { ...looking, create: true, edit: 'own', delete: 'own' }
const ROLES = [
  {
    key: 'service',
    nameTh: 'ฝ่ายบริการ',
    nameEn: 'Service',
    grants: { '*': looking, contact: { ...looking, create: true, edit: 'all' }, activity: acting },
  },
  {
    key: 'marketing',
    nameTh: 'การตลาด',
    nameEn: 'Marketing',
    grants: {
      '*': looking,
      customer: { ...looking, export: true },
      contact: { ...looking, export: true },
      lead: { ...looking, create: true, edit: 'all', delete: 'own', export: true, import: true, assign: true },
      activity: acting,
    },
  },
]

/** Codes of an authenticator app beside the password, and two more roles. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('totp', (table) => {
    table.text('user_id').primary().references('user.id')
    table.text('secret').notNullable()
    table.integer('confirmed').notNullable()
    table.integer('last_step').notNullable()
  })
  await knex.schema.createTable('recovery_code', (table) => {
    table.text('user_id').notNullable().references('user.id')
    table.text('code_hash').notNullable()
    table.primary(['user_id', 'code_hash'])
  })
  await twoMoreRoles(knex)
}

/** For offices that were set up before there were any; a new office writes its own. */
async function twoMoreRoles(knex: Knex): Promise<void> {
  if (!(await knex('role').first())) return
  for (const { key, nameTh, nameEn, grants } of ROLES)
    await knex('role')
      .insert({
        key,
        name_th: nameTh,
        name_en: nameEn,
        definition: JSON.stringify({ key, admin: false, grants, fields: {} }),
      })
      .onConflict('key')
      .ignore()
}
