/** What of the office's configuration can be left to others than those who run it, one area a part of the settings. */
export const CONFIGURABLE = ['company', 'pipelines', 'targets', 'lists', 'fields', 'forms'] as const
export type Configurable = (typeof CONFIGURABLE)[number]

/** What stays with whoever runs the office: from these one could give oneself everything, or carry everything away. */
export const RESERVED = ['people', 'roles', 'rights', 'history', 'audit', 'share', 'api', 'backup', 'data'] as const

/** A part of the settings. */
export type SettingsArea = Configurable | (typeof RESERVED)[number]
