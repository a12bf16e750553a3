import type { DuplicateReason } from '../../core/contract/records.ts'
import type { OfficeInfo } from '../lib/session.tsx'
import type { Lang, Words } from '../lib/words.ts'

/** Why two records look like one, in words: `เบอร์โทรตรงกัน · ชื่อออกเสียงคล้ายกัน`, then what speaks against it. */
export function reasonWords(
  { t, find, lang }: Words,
  office: OfficeInfo,
  entity: string,
  reasons: readonly DuplicateReason[],
): string {
  const say = ({ field, how }: DuplicateReason) =>
    find(`duplicates.how.${how}`, { field: inSentence(lang, office.fieldLabel(entity, field)) }) ?? ''
  const against = (reason: DuplicateReason) => reason.how === 'differs' || reason.how === 'other'
  const speaksFor = reasons.filter((reason) => !against(reason)).map(say)
  const speaksAgainst = reasons.filter(against).map(say)
  return [
    ...speaksFor,
    ...(speaksAgainst.length > 0 ? [t('duplicates.but', { reasons: speaksAgainst.join(t('list.separator')) })] : []),
  ].join(' · ')
}

/** A label inside a sentence: Thai leaves a space behind a Latin word, English writes small what is no abbreviation. */
const inSentence = (lang: Lang, label: string): string =>
  lang === 'th' ? label.replace(/[A-Za-z]$/, '$& ') : label.replace(/^[A-Z](?=[a-z-])/, (letter) => letter.toLowerCase())
