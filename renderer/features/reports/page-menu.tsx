import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Dashboard } from '../../../core/contract/reports.ts'
import { useToast } from '../../components/toast.tsx'
import { useGo } from '../../lib/navigation.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { FirstFor } from '../../records/first-for.tsx'
import { OWN_PAGE } from './page-of-reports.ts'

const PageDialog = lazy(() => import('./page-dialog.tsx').then((file) => ({ default: file.PageDialog })))

/** What can be done with a page of reports itself, for who may change it. */
export function PageMenu({ page }: { page: Dashboard }) {
  const { t } = useWords()
  const { admin } = useOffice()
  const toast = useToast()
  const go = useGo()
  const [changing, setChanging] = useState(false)
  const remove = useCommand('deleteDashboard')
  const create = useCommand('createDashboard')
  const drop = async () => {
    try {
      await remove.run({ params: { id: page.id } })
      go('/reports', { search: { page: OWN_PAGE } })
      const { name, sharedWith, columns } = page
      const again = async () => {
        const { id } = await create.run({ body: { name, sharedWith, columns } })
        go('/reports', { search: { page: id } })
      }
      toast.show({ text: t('dashboard.deleted', { name }), undo: again })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={34} variant="default" aria-label={t('dashboard.menu', { name: page.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setChanging(true)}>{t('dashboard.settings')}</Menu.Item>
          <Menu.Item onClick={() => void drop()}>
            <span className="sp-bad">{t('dashboard.delete')}</span>
          </Menu.Item>
          {admin && page.shared && <FirstPage page={page} />}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>{changing && <PageDialog page={page} onClose={() => setChanging(false)} />}</Suspense>
    </>
  )
}

/** For which roles the reports open with this page. */
function FirstPage({ page }: { page: Dashboard }) {
  const { t } = useWords()
  const { run } = useCommand('setFirstDashboard')
  return (
    <FirstFor
      label={t('dashboard.first_for')}
      chosen={page.firstFor}
      mayBegin={(role) => page.sharedWith === 'all' || page.sharedWith.includes(role)}
      save={(roles) => run({ params: { id: page.id }, body: { roles } })}
    />
  )
}
