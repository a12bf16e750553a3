import { Button, SegmentedControl, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { FieldInfo } from '../../../core/contract/office.ts'
import { Mark } from '../../components/mark.tsx'
import { useToast } from '../../components/toast.tsx'
import { useUrlState } from '../../lib/navigation.ts'
import { useCommand } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { FieldDialog } from './field-dialog.tsx'
import { SectionHead } from './section-head.tsx'
import type { SettingsUrl } from './settings-screen.tsx'

/** The fields that the office added to each kind of record. */
export function FieldSettings() {
  const { t } = useWords()
  const office = useOffice()
  const room = useRoom()
  const [{ of }, change] = useUrlState<SettingsUrl>()
  const [editing, setEditing] = useState<FieldInfo | 'new'>()
  const entity = office.entities.find((candidate) => candidate.key === of) ?? office.entities[0]
  if (!entity) return null
  const fields = entity.fields
    .filter((field) => field.custom)
    .sort((a, b) => Number(a.custom?.archived) - Number(b.custom?.archived))
  const entities = office.entities.map((candidate) => ({ value: candidate.key, label: office.entityLabel(candidate.key) }))
  const label = office.entityLabel(entity.key, 'one')
  return (
    <>
      <SectionHead title={t('settings.tab.fields')} note={t('settings.field.none_text')}>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing('new')}>
          {t('settings.field.add')}
        </Button>
      </SectionHead>
      <div className="sp-set-choice">
        {room === 'phone' ? (
          <Select
            aria-label={t('settings.field.entity')}
            data={entities}
            value={entity.key}
            onChange={(next) => next && change({ of: next })}
            allowDeselect={false}
          />
        ) : (
          <SegmentedControl
            aria-label={t('settings.field.entity')}
            data={entities}
            value={entity.key}
            onChange={(next) => change({ of: next })}
          />
        )}
      </div>
      {fields.length === 0 ? (
        <p className="sp-t2">{t('settings.field.none', { entity: label })}</p>
      ) : (
        <FieldTable entity={entity.key} fields={fields} onEdit={setEditing} />
      )}
      {editing && (
        <FieldDialog
          key={editing === 'new' ? 'new' : editing.key}
          entity={entity.key}
          field={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  )
}

function FieldTable({ entity, fields, onEdit }: { entity: string; fields: FieldInfo[]; onEdit: (field: FieldInfo) => void }) {
  const { t, find } = useWords()
  const office = useOffice()
  const toast = useToast()
  const archive = useCommand('archiveCustomField')
  const setArchived = async (field: FieldInfo, archived: boolean) => {
    const params = { entity, id: field.custom?.id ?? '' }
    try {
      await archive.run({ params, body: { archived } })
      toast.show({
        text: archived ? t('settings.archived') : t('toast.saved'),
        ...(archived && { undo: () => archive.run({ params, body: { archived: false } }) }),
      })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <table className="sp-set-table sp-stacks">
      <thead>
        <tr>
          <th>{t('settings.field.label')}</th>
          <th>{t('settings.field.kind')}</th>
          <th>{t('settings.field.filterable')}</th>
          <th aria-hidden />
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const name = office.fieldLabel(entity, field.key)
          return (
            <tr key={field.key}>
              <td>
                <div className="cut">
                  <span className="sp-strong">{name}</span>{' '}
                  {field.required && <span className="sp-t3 sp-small">{t('settings.field.required')}</span>}
                </div>
              </td>
              <td className="sp-t2" data-label={t('settings.field.kind')}>
                {find(`kind.${field.kind}`) ?? field.kind}
              </td>
              <td className="sp-t2" data-label={t('settings.field.filterable')}>
                {field.custom?.archived ? (
                  <Mark>{t('settings.archived')}</Mark>
                ) : field.custom?.filterable ? (
                  t('field.yes')
                ) : (
                  t('field.no')
                )}
              </td>
              <td className="sp-set-acts sp-stacks-end">
                {!field.custom?.archived && (
                  <button
                    type="button"
                    className="sp-link"
                    aria-label={t('settings.field.edit', { name })}
                    onClick={() => onEdit(field)}
                  >
                    {t('action.edit')}
                  </button>
                )}
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${field.custom?.archived ? t('settings.unarchive') : t('settings.archive')} ${name}`}
                  onClick={() => void setArchived(field, !field.custom?.archived)}
                >
                  {field.custom?.archived ? t('settings.unarchive') : t('settings.archive')}
                </Button>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
