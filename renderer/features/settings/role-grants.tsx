import { Checkbox, NativeSelect } from '@mantine/core'
import { type EntityGrant, REACHES, type Reach } from '../../../core/access/policy.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

const ORDER = ['view', 'create', 'edit', 'delete', 'assign', 'export', 'import'] as const
type Action = (typeof ORDER)[number]

type RoleGrantsProps = { grantOf: (entity: string) => EntityGrant; onChange: (entity: string, grant: EntityGrant) => void }

/** What one does with each kind of record: a row for each kind, a column for each act; on a phone one kind below the other. */
export function RoleGrants(props: RoleGrantsProps) {
  return useRoom() === 'phone' ? <GrantsBelow {...props} /> : <GrantsTable {...props} />
}

function GrantsBelow({ grantOf, onChange }: RoleGrantsProps) {
  const { t } = useWords()
  const office = useOffice()
  return office.entities.map(({ key }) => {
    const grant = grantOf(key)
    const cell = (action: Action) => (
      // biome-ignore lint/a11y/noLabelWithoutControl: the control stands in the cell.
      <label key={action}>
        <span>{t(`rights.action.${action}`)}</span>
        <Cell
          label={t('rights.cell', { action: t(`rights.action.${action}`), entity: office.entityLabel(key) })}
          grant={grant}
          action={action}
          onChange={(next) => onChange(key, next)}
        />
      </label>
    )
    return (
      <section key={key} className="sp-role-kind" aria-label={office.entityLabel(key)}>
        <h3>{office.entityLabel(key)}</h3>
        {ORDER.filter((action) => typeof grant[action] === 'string').map(cell)}
        {ORDER.filter((action) => typeof grant[action] === 'boolean').map(cell)}
      </section>
    )
  })
}

function GrantsTable({ grantOf, onChange }: RoleGrantsProps) {
  const { t } = useWords()
  const office = useOffice()
  return (
    <div className="sp-role-scroll">
      <table className="sp-set-table sp-role-table">
        <thead>
          <tr>
            <th scope="col">{t('rights.records')}</th>
            {ORDER.map((action) => (
              <th key={action} scope="col">
                {t(`rights.action.${action}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {office.entities.map(({ key }) => (
            <tr key={key}>
              <th scope="row">{office.entityLabel(key)}</th>
              {ORDER.map((action) => (
                <td key={action}>
                  <Cell
                    label={t('rights.cell', { action: t(`rights.action.${action}`), entity: office.entityLabel(key) })}
                    grant={grantOf(key)}
                    action={action}
                    onChange={(grant) => onChange(key, grant)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type CellProps = { label: string; grant: EntityGrant; action: Action; onChange: (grant: EntityGrant) => void }

function Cell({ label, grant, action, onChange }: CellProps) {
  const { t } = useWords()
  const value = grant[action]
  // Who sees nothing does nothing.
  const idle = action !== 'view' && grant.view === 'none'
  if (typeof value === 'boolean')
    return (
      <Checkbox
        className="sp-center"
        aria-label={label}
        checked={value && !idle}
        disabled={idle}
        onChange={(event) => onChange({ ...grant, [action]: event.currentTarget.checked })}
      />
    )
  // Nobody changes what he does not see.
  const most = action === 'view' ? REACHES.length - 1 : REACHES.indexOf(grant.view)
  const choose = (next: Reach) => onChange(action === 'view' ? within(grant, next) : { ...grant, [action]: next })
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={idle ? 'none' : value}
      disabled={idle}
      onChange={(event) => choose(event.currentTarget.value as Reach)}
      data={REACHES.filter((_, at) => at <= most).map((reach) => ({ value: reach, label: t(`rights.reach.${reach}`) }))}
    />
  )
}

/** Seeing less takes away what was done with the rest. */
function within(grant: EntityGrant, view: Reach): EntityGrant {
  const least = (reach: Reach) => (REACHES.indexOf(reach) > REACHES.indexOf(view) ? view : reach)
  return { ...grant, view, edit: least(grant.edit), delete: least(grant.delete) }
}
