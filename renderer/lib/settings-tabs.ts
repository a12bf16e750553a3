/** The sections of the office's settings, in their order. */
export const SETTINGS_TABS = [
  'company',
  'people',
  'rights',
  'pipelines',
  'targets',
  'lists',
  'fields',
  'forms',
  'history',
  'share',
  'backup',
  'data',
] as const
export type SettingsTab = (typeof SETTINGS_TABS)[number]
