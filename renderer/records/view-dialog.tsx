import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { ColourRule, SavedView } from '../../core/contract/office.ts'
import type { ColumnLayout } from '../../core/query/column-layout.ts'
import { FormDialog } from '../components/form-dialog.tsx'
import { TextField } from '../components/text-field.tsx'
import { useToast } from '../components/toast.tsx'
import { useCommand } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'
import type { ListState } from './list-state.ts'

type Props = {
  entity: string
  state: ListState
  layout: ColumnLayout
  colours: readonly ColourRule[]
  /** The view whose name is changed; without one, what the list shows becomes a new view. */
  view: SavedView | undefined
  onClose: () => void
}

/** Names a view, and says whether others have it, too. */
export function ViewDialog({ entity, state, layout, colours, view, onClose }: Props) {
  const { t } = useWords()
  const toast = useToast()
  const [name, setName] = useState(view?.name)
  const [shared, setShared] = useState(view?.shared ?? false)
  const create = useCommand('createView')
  const update = useCommand('updateView')
  const save = async () => {
    if (!name) return
    const definition = view ? view.definition : state.definition(layout, colours)
    if (view) await update.run({ params: { entity, id: view.id }, body: { name, shared, version: view.version, definition } })
    else {
      const { id } = await create.run({ params: { entity }, body: { name, shared, definition } })
      state.openView(id, { id, entity, name, shared, mine: true, first: false, firstFor: [], version: 1, definition })
    }
    toast.show({ text: t('list.view_saved', { name }) })
    onClose()
  }
  return (
    <FormDialog
      title={view ? t('action.rename') : t('list.new_view')}
      size={420}
      verb={t('action.save')}
      busy={create.busy || update.busy}
      ready={Boolean(name?.trim())}
      error={create.error ?? update.error}
      onSubmit={() => void save().catch(() => undefined)}
      onClose={onClose}
    >
      <TextField label={t('list.view_name')} value={name} onChange={setName} autoFocus />
      <Checkbox label={t('list.view_shared')} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
    </FormDialog>
  )
}
