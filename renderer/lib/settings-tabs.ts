/** The sections of the office's settings, in their order. */
export const SETTINGS_TABS = ['company', 'people', 'pipelines', 'targets', 'lists', 'fields', 'backup', 'data'] as const
export type SettingsTab = (typeof SETTINGS_TABS)[number]
