import { NativeSelect } from '@mantine/core'
import { formatCode, type Numbering } from '../../../core/configuration/ours.ts'
import type { EntityInfo } from '../../../core/contract/office.ts'
import { TextField } from '../../components/text-field.tsx'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

type Props = {
  entity: EntityInfo
  nextCode: string
  value: Numbering | undefined
  onChange: (numbering: Numbering | null) => void
}
const YEARS = ['none', 'be', 'ce'] as const
const DIGITS = [3, 4, 5, 6, 7, 8, 9]

/** How running numbers look from now on, with the next one before one’s eyes. */
export function FormsNumbering({ nextCode, value, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const [, front = '', number = ''] = /^(.*?)-?(\d+)$/.exec(nextCode) ?? []
  const now: Numbering = value ?? { prefix: front, digits: Math.max(3, number.length), year: 'none' }
  const put = (part: Partial<Numbering>) => onChange({ ...now, ...part })
  return (
    <section className="sp-forms-part">
      <h3>{t('settings.forms.numbering')}</h3>
      <p className="sp-t2 sp-small">{t('settings.forms.numbering_note')}</p>
      <div className="sp-forms-three">
        <TextField
          label={t('settings.forms.prefix')}
          value={now.prefix}
          maxLength={10}
          onChange={(prefix) => put({ prefix: (prefix ?? '').replace(/[^\p{L}\p{M}\d/.-]/gu, '') })}
        />
        <NativeSelect
          label={t('settings.forms.digits')}
          data={DIGITS.map(String)}
          value={String(now.digits)}
          onChange={(event) => put({ digits: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label={t('settings.forms.year')}
          data={YEARS.map((year) => ({ value: year, label: t(`settings.forms.year.${year}`) }))}
          value={now.year}
          onChange={(event) => put({ year: event.currentTarget.value as Numbering['year'] })}
        />
      </div>
      <p className="sp-t2 sp-table-text" role="status">
        {t('settings.forms.next', { code: value ? formatCode(value, Number(number) || 1, office.today) : nextCode })}
      </p>
    </section>
  )
}
