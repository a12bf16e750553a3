import type { SettingsArea } from '../../core/configuration/areas.ts'

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
  'backup',
  'data',
] as const satisfies readonly SettingsArea[]
export type SettingsTab = SettingsArea
