import type { SettingsArea } from '../../core/configuration/areas.ts'

/** The sections of the office's settings, in their order. */
export const SETTINGS_TABS = [
  'company',
  'people',
  'roles',
  'rights',
  'pipelines',
  'targets',
  'lists',
  'fields',
  'forms',
  'history',
  'audit',
  'share',
  'api',
  'backup',
  'data',
  'me',
] as const satisfies readonly (SettingsArea | 'me')[]
/** One's own account, which everybody has; all else is for those who configure the office. */
export const OWN_TAB = 'me'
export type SettingsTab = (typeof SETTINGS_TABS)[number]
