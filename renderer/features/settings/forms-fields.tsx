import { Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Layout, Ours } from '../../../core/configuration/ours.ts'
import type { EntityInfo } from '../../../core/contract/office.ts'
import type { OursBody } from '../../../core/contract/ours.ts'
import { useRead } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { mainFields } from '../../records/form-fields.ts'
import { isEditable } from '../../records/is-editable.ts'
import { OrderButtons, reordered } from './order-buttons.tsx'

type Names = NonNullable<Ours['fieldNames']>
type Props = {
  entity: EntityInfo
  ours: Ours
  names: Names | undefined
  onNames: (names: Names | null) => void
  /** The layout being changed, of one role at a time. */
  draft: OursBody['layout']
  onLayout: (layout: NonNullable<OursBody['layout']>) => void
}
type Line = { key: string; form: boolean; page: boolean }

/** An entity's fields in the order in which this office asks and shows them, for everybody or for one role, and what they are called. */
export function FormsFields({ entity, ours, names, onNames, draft, onLayout }: Props) {
  const { t, lang, find } = useWords()
  const nameOf = useRoleName()
  const office = useOffice()
  const [role, setRole] = useState(draft?.role ?? '*')
  const roles = useRead('listRoles', {}).data?.roles ?? []
  const stored = ours.layouts?.[role] ?? (role === '*' ? undefined : ours.layouts?.['*'])
  const layout = draft?.role === role ? (draft.layout ?? undefined) : stored
  const lines = linesOf(entity, layout)
  const put = (next: Line[]) =>
    onLayout({
      role,
      layout: { form: next.filter((line) => line.form).map(keyOf), page: next.filter((line) => line.page).map(keyOf) },
    })
  const tick = (key: string, part: Partial<Line>) => put(lines.map((line) => (line.key === key ? { ...line, ...part } : line)))
  const call = (key: string, text: string) => {
    const { [key]: before, ...rest } = names ?? {}
    const usual = find(`${entity.key}.${key}`) ?? key
    const next =
      text.trim() === '' ? rest : { ...rest, [key]: { th: before?.th ?? usual, en: before?.en ?? usual, [lang]: text } }
    onNames(Object.keys(next).length > 0 ? next : null)
  }
  return (
    <section className="sp-forms-part">
      <div className="sp-row sp-forms-head">
        <div className="sp-grow">
          <h3>{t('settings.forms.fields')}</h3>
          <p className="sp-t2 sp-small">{t('settings.forms.fields_note')}</p>
        </div>
        <Select
          aria-label={t('settings.forms.role')}
          data={[
            { value: '*', label: t('settings.forms.everybody') },
            ...roles.map((each) => ({ value: each.key, label: nameOf(each) })),
          ]}
          value={role}
          onChange={(next) => next && setRole(next)}
          allowDeselect={false}
          // One layout is saved at a time: what was changed for one role is saved before another is looked at.
          disabled={draft !== undefined}
        />
      </div>
      <table className="sp-set-table sp-stacks sp-forms-table">
        <thead>
          <tr>
            <th>{t('settings.forms.field')}</th>
            <th>{t('settings.forms.field_name')}</th>
            <th>{t('settings.forms.in_form')}</th>
            <th>{t('settings.forms.on_page')}</th>
            <th>{t('settings.forms.order')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => {
            const field = entity.fields.find((candidate) => candidate.key === line.key)
            const name = office.fieldLabel(entity.key, line.key)
            return (
              <tr key={line.key}>
                <td>
                  <span className="cut">{name}</span>
                </td>
                <td data-wide>
                  {!field?.custom && (
                    <TextInput
                      size="xs"
                      aria-label={t('settings.forms.called', { name })}
                      value={names?.[line.key]?.[lang] ?? ''}
                      placeholder={name}
                      maxLength={60}
                      onChange={(event) => call(line.key, event.currentTarget.value)}
                    />
                  )}
                </td>
                <td data-label={t('settings.forms.in_form')}>
                  <Checkbox
                    aria-label={t('settings.forms.in_form_of', { name })}
                    checked={line.form}
                    // The title names the record: without it nothing can be added.
                    disabled={line.key === entity.title}
                    onChange={(event) => tick(line.key, { form: event.currentTarget.checked })}
                  />
                </td>
                <td data-label={t('settings.forms.on_page')}>
                  <Checkbox
                    aria-label={t('settings.forms.on_page_of', { name })}
                    checked={line.page}
                    onChange={(event) => tick(line.key, { page: event.currentTarget.checked })}
                  />
                </td>
                <td className="sp-set-acts sp-stacks-end">
                  <OrderButtons
                    far
                    name={name}
                    first={at === 0}
                    last={at === lines.length - 1}
                    onMove={(by) => put(reordered(lines, at, by))}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {layout && (
        <button type="button" className="sp-link sp-small" onClick={() => onLayout({ role, layout: null })}>
          {t('settings.forms.reset')}
        </button>
      )}
    </section>
  )
}

const keyOf = (line: Line): string => line.key

/** The fields that people fill, those of the layout first; without one, as the product asks them. */
function linesOf(entity: EntityInfo, layout: Layout | undefined): Line[] {
  const keys = entity.fields.filter(isEditable).map((field) => field.key)
  const form = layout?.form ?? mainFields(entity.key)
  const page = layout?.page ?? keys
  const chosen = layout ? inOneOrder(form, page) : [...form, ...page]
  const ordered = [...new Set([...chosen, ...keys])].filter((key) => keys.includes(key))
  return ordered.map((key) => ({ key, form: key === entity.title || form.includes(key), page: page.includes(key) }))
}

/** The order of which those of the form and of the page are parts: what only the page shows keeps its place there among the others. */
function inOneOrder(form: readonly string[], page: readonly string[]): string[] {
  const order = [...form]
  for (const [at, key] of page.entries()) if (!order.includes(key)) order.splice(order.indexOf(page[at - 1] ?? '') + 1, 0, key)
  return order
}
