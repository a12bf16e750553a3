import { MultiSelect, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Dashboard } from '../../../core/contract/reports.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useGo } from '../../lib/navigation.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { useWords } from '../../lib/words.ts'

type Props = {
  /** The page to change; without one, a new page is made. */
  page?: Dashboard
  /** Stands on the new page from the beginning. */
  report?: string
  onClose: () => void
}
type With = 'me' | 'all' | 'roles'

/** Names a page of reports, and says who may open it. */
export function PageDialog({ page, report, onClose }: Props) {
  const { t } = useWords()
  const nameOf = useRoleName()
  const toast = useToast()
  const go = useGo()
  const [name, setName] = useState(page?.name ?? '')
  const [roles, setRoles] = useState(page && page.sharedWith !== 'all' ? page.sharedWith : [])
  const [who, setWho] = useState<With>(!page?.shared ? 'me' : page.sharedWith === 'all' ? 'all' : 'roles')
  const { data } = useRead('listRoles', {})
  const create = useCommand('createDashboard')
  const update = useCommand('updateDashboard')
  const busy = create.busy || update.busy
  const isReady = name.trim() !== '' && !(who === 'roles' && roles.length === 0)
  const save = async () => {
    const body = { name: name.trim(), sharedWith: who === 'all' ? ('all' as const) : who === 'roles' ? roles : [] }
    try {
      if (page) await update.run({ params: { id: page.id }, body: { ...body, version: page.version } })
      else {
        const { id } = await create.run({ body: { ...body, ...(report && { columns: [[report]] }) } })
        go('/reports', { search: { page: id } })
      }
      toast.show({ text: t('dashboard.saved', { name: body.name }) })
      onClose()
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <FormDialog
      title={page ? t('dashboard.settings') : t('dashboard.new')}
      size={460}
      verb={t('action.save')}
      busy={busy}
      ready={isReady}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('dashboard.name')}
        placeholder={t('dashboard.name_hint')}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Select
        label={t('dashboard.shared_with')}
        data={[
          { value: 'me', label: t('dashboard.only_me') },
          { value: 'all', label: t('dashboard.everybody') },
          { value: 'roles', label: t('dashboard.some_roles') },
        ]}
        value={who}
        onChange={(next) => next && setWho(next as With)}
        allowDeselect={false}
        description={who === 'me' ? undefined : t('dashboard.share_hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      {who === 'roles' && (
        <MultiSelect
          label={t('dashboard.roles')}
          data={(data?.roles ?? []).map((role) => ({
            value: role.key,
            label: nameOf(role),
          }))}
          value={roles}
          onChange={setRoles}
          clearButtonProps={{ 'aria-label': t('action.clear') }}
        />
      )}
    </FormDialog>
  )
}
