import { Checkbox, NativeSelect } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { type EntityGrant, REACHES, type Reach } from '../../../core/access/policy.ts'
import type { RoleDetail } from '../../../core/contract/roles.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { RuleDialog } from './rule-dialog.tsx'

const ORDER = ['view', 'create', 'edit', 'delete', 'assign', 'export', 'import'] as const
type Action = (typeof ORDER)[number]
type Narrowed = 'view' | 'edit' | 'delete'

export type RuleWords = (entity: string, rule: Filter) => string
type Shared = { faults: RoleDetail['faults']; barred: readonly string[]; inWords: RuleWords }
type RoleGrantsProps = Shared & {
  grantOf: (entity: string) => EntityGrant
  onChange: (entity: string, grant: EntityGrant) => void
}

/** What one does with each kind of record: a row for each kind, a column for each act; on a phone one kind below the other. */
export function RoleGrants(props: RoleGrantsProps) {
  return useRoom() === 'phone' ? <GrantsBelow {...props} /> : <GrantsTable {...props} />
}

function GrantsBelow({ grantOf, onChange, ...shared }: RoleGrantsProps) {
  const { t } = useWords()
  const office = useOffice()
  return office.entities.map(({ key }) => {
    const grant = grantOf(key)
    const line = (action: Action) => (
      <>
        <span>{t(`rights.action.${action}`)}</span>
        <Cell entity={key} grant={grant} action={action} onChange={(next) => onChange(key, next)} {...shared} />
      </>
    )
    return (
      <section key={key} className="sp-role-kind" aria-label={office.entityLabel(key)}>
        <h3>{office.entityLabel(key)}</h3>
        {ORDER.filter((action) => typeof grant[action] === 'string').map((action) => (
          <div key={action} className="sp-role-act">
            {line(action)}
          </div>
        ))}
        {ORDER.filter((action) => typeof grant[action] === 'boolean').map((action) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the control stands in the cell.
          <label key={action} className="sp-role-act">
            {line(action)}
          </label>
        ))}
      </section>
    )
  })
}

function GrantsTable({ grantOf, onChange, ...shared }: RoleGrantsProps) {
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
                    entity={key}
                    grant={grantOf(key)}
                    action={action}
                    onChange={(grant) => onChange(key, grant)}
                    {...shared}
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

type CellProps = Shared & { entity: string; grant: EntityGrant; action: Action; onChange: (grant: EntityGrant) => void }

function Cell({ action, ...props }: CellProps) {
  const { t } = useWords()
  const office = useOffice()
  const { grant, entity, onChange } = props
  if (action === 'view' || action === 'edit' || action === 'delete') return <ReachCell {...props} action={action} />
  // Who sees nothing does nothing.
  const idle = grant.view === 'none'
  return (
    <Checkbox
      className="sp-center"
      aria-label={t('rights.cell', { action: t(`rights.action.${action}`), entity: office.entityLabel(entity) })}
      checked={grant[action] && !idle}
      disabled={idle}
      onChange={(event) => onChange({ ...grant, [action]: event.currentTarget.checked })}
    />
  )
}

/** Whose records, or those that fulfil a filter, which stands below in words and opens from there. */
function ReachCell({ entity, grant, action, onChange, faults, barred, inWords }: CellProps & { action: Narrowed }) {
  const { t } = useWords()
  const office = useOffice()
  const [asking, setAsking] = useState(false)
  const label = t('rights.cell', { action: t(`rights.action.${action}`), entity: office.entityLabel(entity) })
  const idle = action !== 'view' && grant.view === 'none'
  const rule = idle || grant[action] === 'none' ? undefined : grant.only?.[action]
  // Nobody changes what he does not see.
  const most = action === 'view' ? REACHES.length - 1 : REACHES.indexOf(grant.view)
  const choices = [...REACHES.slice(0, most + 1), ...(most === REACHES.length - 1 ? (['some'] as const) : [])]
  const choose = (next: Reach | 'some') => (next === 'some' ? setAsking(true) : onChange(withReach(grant, action, next)))
  const fault = rule && faults.some((each) => each.entity === entity && each.action === action)
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={label}
        value={idle ? 'none' : rule && grant[action] === 'all' ? 'some' : grant[action]}
        disabled={idle}
        onChange={(event) => choose(event.currentTarget.value as Reach | 'some')}
        data={choices.map((reach) => ({ value: reach, label: t(`rights.reach.${reach}`) }))}
      />
      {rule && (
        <button
          type="button"
          className="sp-link sp-small sp-role-rule"
          aria-label={`${label}: ${inWords(entity, rule)}`}
          onClick={() => setAsking(true)}
        >
          {inWords(entity, rule)}
        </button>
      )}
      {fault && (
        <span className="sp-role-fault sp-bad sp-small">
          <IconAlertTriangle size={13} aria-hidden /> {t('rights.fault')}
        </span>
      )}
      {asking && (
        <RuleDialog
          title={label}
          entity={entity}
          rule={rule}
          barred={barred}
          onClose={() => setAsking(false)}
          onDone={(filter) => {
            setAsking(false)
            const wide = grant.only?.[action] && grant[action] !== 'none' ? grant : withReach(grant, action, 'all')
            onChange({ ...wide, only: { ...wide.only, [action]: filter } })
          }}
        />
      )}
    </>
  )
}

/** Another reach, without a filter of its own; seeing less takes away what was done with the rest. */
function withReach(grant: EntityGrant, action: Narrowed, reach: Reach): EntityGrant {
  const least = (other: Reach) => (action === 'view' && REACHES.indexOf(other) > REACHES.indexOf(reach) ? reach : other)
  const { [action]: _, ...others } = grant.only ?? {}
  const kept = action === 'view' && reach !== 'all' ? {} : others
  const { only: __, ...plain } = grant
  const next = { ...plain, edit: least(grant.edit), delete: least(grant.delete), [action]: reach }
  return Object.keys(kept).length > 0 ? { ...next, only: kept } : next
}
