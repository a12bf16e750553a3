import { Checkbox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { CONFIGURABLE, type Configurable, RESERVED } from '../../../core/configuration/areas.ts'
import type { RoleInfo } from '../../../core/contract/ours.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { useWords } from '../../lib/words.ts'
import { SectionHead } from './section-head.tsx'
import './forms.css'

const isReserved = (area: string): boolean => (RESERVED as readonly string[]).includes(area)

/** Who may change what, on one page: a row for each part of the settings, a column for each role. */
export function RightsSettings() {
  const { t } = useWords()
  const nameOf = useRoleName()
  const toast = useToast()
  const { data, error, refetch } = useRead('listRoles', {})
  const save = useCommand('saveRights')
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows count={8} />
  const give = async (role: RoleInfo, area: Configurable, may: boolean) => {
    const configures = may ? [...role.configures, area] : role.configures.filter((other) => other !== area)
    try {
      await save.run({ params: { key: role.key }, body: { configures } })
      toast.show({
        text: t('toast.saved'),
        undo: () => save.run({ params: { key: role.key }, body: { configures: role.configures } }),
      })
    } catch (problem) {
      toast.problem(problem)
    }
  }
  return (
    <>
      <SectionHead title={t('settings.tab.rights')} note={t('settings.rights.note')} />
      <table className="sp-set-table sp-stacks sp-rights">
        <thead>
          <tr>
            <th scope="col">{t('settings.rights.what')}</th>
            {data.roles.map((role) => (
              <th key={role.key} scope="col">
                {nameOf(role)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...CONFIGURABLE, ...RESERVED].map((area) => (
            <tr key={area} data-reserved={isReserved(area) || undefined}>
              <td>{t(`settings.tab.${area}`)}</td>
              {data.roles.map((role) => (
                <td key={role.key} data-label={nameOf(role)} data-always={role.admin || undefined}>
                  {role.admin ? (
                    <IconCheck size={18} aria-label={t('settings.rights.always')} />
                  ) : isReserved(area) ? (
                    <span className="sp-t3" title={t('settings.rights.never')}>
                      –
                    </span>
                  ) : (
                    <Checkbox
                      className="sp-center"
                      aria-label={t('settings.rights.cell', { role: nameOf(role), area: t(`settings.tab.${area}`) })}
                      checked={role.configures.includes(area as Configurable)}
                      disabled={save.busy}
                      onChange={(event) => void give(role, area as Configurable, event.currentTarget.checked)}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sp-t2 sp-small">{t('settings.rights.reserved')}</p>
    </>
  )
}
