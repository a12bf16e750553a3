import { Button, Select } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useUrlState } from '../../lib/navigation.ts'
import { useRead } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { useRoom } from '../../lib/room.ts'
import { useWords } from '../../lib/words.ts'
import { CopyRoleDialog } from './copy-role-dialog.tsx'
import { RoleEditor } from './role-editor.tsx'
import { SectionHead } from './section-head.tsx'
import type { SettingsUrl } from './settings-screen.tsx'
import './roles.css'

/** The roles, and what one of them may do. */
export function RoleSettings() {
  const { t } = useWords()
  const room = useRoom()
  const nameOf = useRoleName()
  const [{ of }, change] = useUrlState<SettingsUrl>()
  const [copying, setCopying] = useState(false)
  const { data, error, refetch } = useRead('getRoles', {})
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />
  const roles = data?.roles ?? []
  const role = roles.find((each) => each.key === of) ?? roles.find((each) => !each.admin)
  return (
    <>
      <SectionHead title={t('settings.tab.roles')} note={t('rights.note')}>
        {role && !role.admin && (
          <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={() => setCopying(true)}>
            {t('rights.copy')}
          </Button>
        )}
      </SectionHead>
      {!role && <SkeletonRows count={8} />}
      {role && (
        <div className="sp-lists sp-roles">
          {room === 'phone' ? (
            <Select
              aria-label={t('rights.which')}
              data={roles.map((each) => ({ value: each.key, label: nameOf(each) }))}
              value={role.key}
              onChange={(key) => key && change({ of: key })}
              allowDeselect={false}
            />
          ) : (
            <nav className="sp-list-names" aria-label={t('rights.which')}>
              {roles.map((each) => (
                <button
                  key={each.key}
                  type="button"
                  aria-current={each.key === role.key ? 'true' : undefined}
                  onClick={() => change({ of: each.key })}
                >
                  <span className="sp-grow cut">{nameOf(each)}</span>
                  <span className="sp-t3 sp-small">{each.people}</span>
                </button>
              ))}
            </nav>
          )}
          <RoleEditor key={role.key} role={role} onGone={() => change({ of: undefined })} />
        </div>
      )}
      {copying && role && (
        <CopyRoleDialog role={role} onClose={() => setCopying(false)} onMade={(key) => change({ of: key }, { push: true })} />
      )}
    </>
  )
}
