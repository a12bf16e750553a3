import { Select } from '@mantine/core'
import {
  IconBroadcast,
  IconBuilding,
  IconDatabase,
  IconEye,
  IconFileImport,
  IconForms,
  IconHistory,
  IconKey,
  IconLayoutKanban,
  IconLayoutList,
  IconListCheck,
  IconPlugConnected,
  IconShieldCheck,
  IconTargetArrow,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Configurable } from '../../../core/configuration/areas.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { OWN_TAB, SETTINGS_TABS, type SettingsTab } from '../../lib/settings-tabs.ts'
import { useWords } from '../../lib/words.ts'
import { ApiSettings } from './api-settings.tsx'
import { AuditSettings } from './audit-settings.tsx'
import { BackupSettings } from './backup-settings.tsx'
import { CompanySettings } from './company-settings.tsx'
import { DataSettings } from './data-settings.tsx'
import { FieldSettings } from './field-settings.tsx'
import { FormsSettings } from './forms-settings.tsx'
import { HistorySettings } from './history-settings.tsx'
import { ListSettings } from './list-settings.tsx'
import { OwnAccount } from './own-account.tsx'
import { PeopleSettings } from './people-settings.tsx'
import { PipelineSettings } from './pipeline-settings.tsx'
import { RightsSettings } from './rights-settings.tsx'
import { RoleSettings } from './role-settings.tsx'
import { ShareSettings } from './share-settings.tsx'
import { TargetSettings } from './target-settings.tsx'
import './settings.css'

/** What stands behind `?`: the section, and which pipeline, list or entity of it. */
export type SettingsUrl = { tab?: string; of?: string }

const PARTS: Record<SettingsTab, { icon: typeof IconBuilding; Part: ComponentType }> = {
  company: { icon: IconBuilding, Part: CompanySettings },
  people: { icon: IconUsers, Part: PeopleSettings },
  roles: { icon: IconKey, Part: RoleSettings },
  rights: { icon: IconShieldCheck, Part: RightsSettings },
  pipelines: { icon: IconLayoutKanban, Part: PipelineSettings },
  targets: { icon: IconTargetArrow, Part: TargetSettings },
  lists: { icon: IconListCheck, Part: ListSettings },
  fields: { icon: IconForms, Part: FieldSettings },
  forms: { icon: IconLayoutList, Part: FormsSettings },
  audit: { icon: IconEye, Part: AuditSettings },
  history: { icon: IconHistory, Part: HistorySettings },
  share: { icon: IconBroadcast, Part: ShareSettings },
  api: { icon: IconPlugConnected, Part: ApiSettings },
  backup: { icon: IconDatabase, Part: BackupSettings },
  data: { icon: IconFileImport, Part: DataSettings },
  me: { icon: IconUserCircle, Part: OwnAccount },
}

/** The office's settings, one section at a time. */
export function SettingsScreen() {
  const { t } = useWords()
  const office = useOffice()
  const room = useRoom()
  const [{ tab: asked }, change] = useUrlState<SettingsUrl>()
  // What stays with those who run the office is not shown to others at all.
  const tabs = SETTINGS_TABS.filter(
    (candidate) => candidate === OWN_TAB || office.admin || office.configures(candidate as Configurable),
  )
  const tab = tabs.find((candidate) => candidate === asked) ?? tabs[0]
  if (!tab) return null
  const { Part } = PARTS[tab]
  const go = (next: string) => change({ tab: next, of: undefined }, { push: true })
  return (
    <div className="sp-settings">
      {room === 'phone' ? (
        <div className="sp-settings-choice">
          <Select
            aria-label={t('settings.tabs')}
            data={tabs.map((value) => ({ value, label: t(`settings.tab.${value}`) }))}
            value={tab}
            onChange={(next) => next && go(next)}
            allowDeselect={false}
          />
        </div>
      ) : (
        <nav className="sp-settings-nav" aria-label={t('settings.tabs')}>
          <h1>{t('settings.title')}</h1>
          {tabs.map((value) => {
            const { icon: Glyph } = PARTS[value]
            return (
              <button key={value} type="button" aria-current={value === tab ? 'page' : undefined} onClick={() => go(value)}>
                <Glyph size={18} aria-hidden /> {t(`settings.tab.${value}`)}
              </button>
            )
          })}
        </nav>
      )}
      <section className="sp-settings-part" aria-label={t(`settings.tab.${tab}`)}>
        <Part />
      </section>
    </div>
  )
}
