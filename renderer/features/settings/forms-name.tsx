import type { Ours } from '../../../core/configuration/ours.ts'
import type { EntityInfo } from '../../../core/contract/office.ts'
import { TextField } from '../../components/text-field.tsx'
import { useProductWords, useWords } from '../../lib/words.ts'

type Name = NonNullable<Ours['name']>
type Props = { entity: EntityInfo; value: Name | undefined; onChange: (name: Name | null) => void }

/** What the office calls it, in both languages; empty parts keep the usual word. */
export function FormsName({ entity, value, onChange }: Props) {
  const { t } = useWords()
  const product = useProductWords()
  const usual: Name = {
    th: product('th', `${entity.key}.one`),
    en: product('en', `${entity.key}.one`),
    enMany: product('en', `${entity.key}.many`),
  }
  // The words of the language that is not on come a moment later.
  const isKnown = usual.th !== '' && usual.en !== ''
  const put = (part: Partial<Name>) => {
    const next = { ...usual, ...value, ...part }
    for (const key of ['th', 'en', 'enMany'] as const) if (next[key].trim() === '') next[key] = usual[key]
    onChange(JSON.stringify(next) === JSON.stringify(usual) ? null : next)
  }
  const shown = (key: keyof Name) => (value && value[key] !== usual[key] ? value[key] : undefined)
  return (
    <section className="sp-forms-part">
      <h3>{t('settings.forms.name')}</h3>
      <p className="sp-t2 sp-small">{t('settings.forms.name_note')}</p>
      <div className="sp-forms-three">
        {(
          [
            ['th', t('settings.forms.name_th')],
            ['en', t('settings.forms.name_en')],
            ['enMany', t('settings.forms.name_en_many')],
          ] as const
        ).map(([key, label]) => (
          <TextField
            key={key}
            label={label}
            value={shown(key)}
            placeholder={usual[key]}
            maxLength={60}
            disabled={!isKnown}
            onChange={(text) => put({ [key]: text ?? usual[key] })}
          />
        ))}
      </div>
    </section>
  )
}
