import { Button, Select } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { ImportColumn, ImportDefinition, ImportRun } from '../../../core/contract/imports.ts'
import type { FieldInfo } from '../../../core/contract/office.ts'
import { useToast } from '../../components/toast.tsx'
import { call } from '../../lib/api.ts'
import { useRefresh } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { decisionOf, mappingOf, withColumn, withDecision } from './definition.ts'
import { matchingUser, undecided } from './value-state.ts'

const EMPTY = '∅'

type Props = {
  run: ImportRun
  definition: ImportDefinition
  column: ImportColumn
  field: FieldInfo
  onChange: (definition: ImportDefinition) => void
}

/** The names in an owner column, each with the person it means. Who runs the office can make the unknown ones users at once. */
export function UserValues({ definition, column, field, onChange }: Props) {
  const { t, number } = useWords()
  const office = useOffice()
  const mapping = mappingOf(definition, column.index)
  const words = [...column.distinct].sort((a, b) => b.count - a.count)
  const unknown = undecided(office, column, mapping, field)
  const data = [
    { value: EMPTY, label: t('import.value_empty') },
    ...office.options('user').map(({ value, label }) => ({ value, label })),
  ]
  return (
    <section className="sp-pane-part">
      <h2 className="cut">{t('import.values_of', { label: column.header })}</h2>
      {unknown.length > 0 && <AddUsers names={unknown} owners={field.key === 'owner'} />}
      <ul className="sp-values">
        {words.map((entry) => {
          const decision = decisionOf(mapping, entry.value)
          return (
            <li key={entry.value} className="sp-value">
              <strong>{entry.value}</strong>
              <span className="sp-t3 sp-small">{number(entry.count)}</span>
              <IconArrowRight size={16} className="sp-t3" aria-hidden />
              <Select
                aria-label={t('import.value_into', { value: entry.value })}
                data={data}
                value={decision === null ? EMPTY : (decision ?? matchingUser(office, entry.value) ?? EMPTY)}
                onChange={(next) =>
                  onChange(
                    withColumn(
                      definition,
                      column.index,
                      withDecision(mapping, entry.value, next === null ? undefined : next === EMPTY ? null : next),
                    ),
                  )
                }
                searchable={data.length > 10}
                comboboxProps={{ keepMounted: false, shadow: 'md', width: 220, position: 'bottom-end' }}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function AddUsers({ names, owners }: { names: string[]; owners: boolean }) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const refresh = useRefresh()
  const [busy, setBusy] = useState(false)
  const add = async () => {
    setBusy(true)
    try {
      for (const name of names) await call('saveUser', { body: { name, nick: '', role: 'sales', active: true } })
      toast.show({ text: t('import.users_added', { count: names.length }) })
    } catch (error) {
      toast.problem(error)
    } finally {
      await refresh()
      setBusy(false)
    }
  }
  return (
    <div className="sp-pane-note">
      <p className="sp-table-text sp-t2">
        {t(owners ? 'import.owners_unknown' : 'import.users_unknown', { count: names.length })}
      </p>
      {office.admin && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void add()}>
          {t('import.users_add', { count: names.length })}
        </Button>
      )}
    </div>
  )
}
