import { useState } from 'react'
import { grantPhrases } from '../../../core/access/describe-grant.ts'
import type { EntityGrant } from '../../../core/access/policy.ts'
import type { RoleDetail } from '../../../core/contract/roles.ts'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useCommand } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { filterParts, filterSentence } from '../../records/filter-words.ts'
import { useFilterContext } from '../../records/titles.ts'
import { RoleFields } from './role-fields.tsx'
import { RoleGrants, type RuleWords } from './role-grants.tsx'
import { SaveLine } from './save-line.tsx'

const NOTHING: EntityGrant = {
  view: 'none',
  create: false,
  edit: 'none',
  delete: 'none',
  export: false,
  import: false,
  assign: false,
}

/** One role on one page: what it may do with each kind of record, which fields it does not see, and all of it in words. */
export function RoleEditor({ role, onGone }: { role: RoleDetail; onGone: () => void }) {
  const toast = useToast()
  const nameOf = useRoleName()
  const save = useCommand('saveRole')
  const remove = useCommand('deleteRole')
  const [draft, setDraft] = useState<Partial<RoleDetail>>({})
  const [savedAt, setSavedAt] = useState<string>()
  const now = { ...role, ...draft }
  const context = useFilterContext(
    Object.entries(now.grants).flatMap(([entity, { only }]) => Object.values(only ?? {}).map((filter) => ({ entity, filter }))),
  )
  const {
    office,
    words: { t },
  } = context
  const grantOf = (entity: string): EntityGrant => now.grants[entity] ?? now.grants['*'] ?? NOTHING
  const inWords: RuleWords = (entity, rule) =>
    filterParts(rule)
      .map((part) => filterSentence(context, entity, part))
      .join(' · ')
  // Kinds of records with the same rights are told in one sentence.
  const alike = [
    ...Map.groupBy(
      office.entities.map(({ key }) => key),
      (key) =>
        grantPhrases(grantOf(key))
          .map(({ word, only }) => `${t(`rights.${word}`)}${only ? ` ${t('rights.only', { filter: inWords(key, only) })}` : ''}`)
          .join('\n'),
    ),
  ]
  const store = async () => {
    if (!now.nameTh.trim() || !now.nameEn.trim()) return
    try {
      const { nameTh, nameEn, grants, fields } = now
      await save.run({ params: { key: role.key }, body: { nameTh, nameEn, grants, fields } })
      setDraft({})
      setSavedAt(new Date().toISOString())
    } catch (error) {
      toast.problem(error)
    }
  }
  const drop = async () => {
    try {
      await remove.run({ params: { key: role.key } })
      toast.show({ text: t('rights.removed', { name: nameOf(role) }) })
      onGone()
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <div className="sp-role">
      <header className="sp-row">
        <h3 className="sp-grow">{nameOf(role)}</h3>
        <span className="sp-t2 sp-table-text">
          {role.people > 0 ? t('rights.people', { count: role.people }) : t('rights.nobody')}
        </span>
        {!role.builtIn && (
          <button type="button" className="sp-link sp-table-text" disabled={remove.busy} onClick={() => void drop()}>
            {t('rights.remove')}
          </button>
        )}
      </header>
      {role.admin ? (
        <p className="sp-t2">{t('rights.admin')}</p>
      ) : (
        <>
          {!role.builtIn && (
            <div className="sp-settings-form-two">
              <TextField
                label={t('settings.role.name_th')}
                value={now.nameTh}
                onChange={(nameTh) => setDraft({ ...draft, nameTh: nameTh ?? '' })}
                required
              />
              <TextField
                label={t('settings.role.name_en')}
                value={now.nameEn}
                onChange={(nameEn) => setDraft({ ...draft, nameEn: nameEn ?? '' })}
                required
              />
            </div>
          )}
          <RoleGrants
            grantOf={grantOf}
            faults={draft.grants || draft.fields ? [] : role.faults}
            barred={Object.keys(now.fields).filter((path) => now.fields[path] !== 'readonly')}
            inWords={inWords}
            onChange={(entity, grant) => setDraft({ ...draft, grants: { ...now.grants, [entity]: grant } })}
          />
          <RoleFields fields={now.fields} onChange={(fields) => setDraft({ ...draft, fields })} />
          <section aria-label={t('rights.preview')}>
            <h3>{t('rights.preview')}</h3>
            <dl className="sp-role-words">
              {alike.map(([words, entities]) => (
                <div key={words}>
                  <dt>{entities.map((key) => office.entityLabel(key)).join(' · ')}</dt>
                  <dd>
                    {words.split('\n').map((phrase) => (
                      <span key={phrase}>{phrase}</span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <SaveLine
            label={t('rights.save')}
            changed={Object.keys(draft).length > 0}
            busy={save.busy}
            savedAt={savedAt}
            problem={!now.nameTh.trim() || !now.nameEn.trim() ? t('field_error.required') : undefined}
            onSave={() => void store()}
          />
        </>
      )}
    </div>
  )
}
