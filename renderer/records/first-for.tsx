import { Menu } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useToast } from '../components/toast.tsx'
import { useRead } from '../lib/queries.ts'
import { useRoleName } from '../lib/role-name.ts'
import { useWords } from '../lib/words.ts'

type FirstForProps = {
  label: string
  /** The roles that begin with it now. */
  chosen: readonly string[]
  /** Roles that could not open it are not offered. */
  mayBegin?: (role: string) => boolean
  save: (roles: string[]) => Promise<unknown>
}

/** Items of a menu: which roles begin with this view, or page of reports. */
export function FirstFor({ label, chosen, mayBegin = () => true, save }: FirstForProps) {
  const { t } = useWords()
  const nameOf = useRoleName()
  const toast = useToast()
  const { data } = useRead('listRoles', {})
  const choose = (role: string) =>
    void save(chosen.includes(role) ? chosen.filter((other) => other !== role) : [...chosen, role]).catch(toast.problem)
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{label}</Menu.Label>
      {(data?.roles ?? [])
        .filter(({ key }) => mayBegin(key))
        .map((role) => (
          <Menu.Item
            key={role.key}
            closeMenuOnClick={false}
            leftSection={
              chosen.includes(role.key) ? (
                <IconCheck size={16} aria-label={t('view.is_first')} />
              ) : (
                <span className="sp-no-check" />
              )
            }
            onClick={() => choose(role.key)}
          >
            {nameOf(role)}
          </Menu.Item>
        ))}
    </>
  )
}
