/** What the access log tells of; the words stand under `audit.action.<action>`. */
export const ACCESS_ACTIONS = [
  'view',
  'search',
  'reveal',
  'export',
  'export_office',
  'print',
  'denied',
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'session_ended',
  'password',
  'code_made',
  'totp_on',
  'totp_off',
  'restore',
  'look_copy',
  'key_made',
  'key_revoked',
  'key_used',
  'webhook_saved',
  'webhook_removed',
  'webhook_off',
  'clock_jumped',
  'saves_lost',
  'saves_lost_seen',
  'record_damaged',
  'record_put_back',
  'setting_changed',
  'setting_damaged',
  'setting_put_back',
  'setting_kept',
  'search_repaired',
] as const
export type AccessAction = (typeof ACCESS_ACTIONS)[number]

const BY_ITSELF = new Set<string>([
  'webhook_off',
  'clock_jumped',
  'saves_lost',
  'record_damaged',
  'setting_damaged',
  'search_repaired',
  'restore',
] satisfies AccessAction[])

/** The word for who did something of which no person is known: the office by itself, or somebody who could not be told. */
export const nobodyWord = (action: string): 'page.history_somebody' | 'audit.nobody' =>
  BY_ITSELF.has(action) ? 'page.history_somebody' : 'audit.nobody'
