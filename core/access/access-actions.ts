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
] as const
export type AccessAction = (typeof ACCESS_ACTIONS)[number]
