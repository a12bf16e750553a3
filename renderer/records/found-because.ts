import type { SearchHit } from '../../core/contract/records.ts'
import { formatPhone } from '../../core/thai/phone.ts'
import { formatTaxId } from '../../core/thai/tax-id.ts'
import { findFolded } from '../components/highlighted.tsx'
import type { OfficeInfo } from '../lib/session.tsx'

/** Letters shown before and after a hit in a long text. */
const BEFORE = 18
const AFTER = 60

/** The words that matched as they were written, where the row carries them: the piece of a long text around the hit, a number with its dashes. */
export function foundText(office: OfficeInfo, hit: SearchHit, query: string): string {
  const field = office.field(hit.entity, hit.field)
  const value = hit.row[hit.field]
  if (field?.kind === 'phones') return formatPhone(hit.text.startsWith('0') ? `+66${hit.text.slice(1)}` : hit.text)
  if (field?.kind === 'taxId') return formatTaxId(hit.text)
  if ((field?.kind === 'tags' || field?.kind === 'choices') && Array.isArray(value)) {
    const words = value.map((key) => (field.list ? office.choiceLabel(field.list, String(key)) : String(key)))
    return words.find((word) => findFolded(word, query)) ?? hit.text
  }
  return typeof value === 'string' ? around(value, query) : hit.text
}

function around(text: string, query: string): string {
  const found = findFolded(text, query)
  if (!found) return text.slice(0, BEFORE + AFTER)
  const from = Math.max(0, found.start - BEFORE)
  const until = Math.min(text.length, found.end + AFTER)
  return `${from > 0 ? '…' : ''}${text.slice(from, until)}${until < text.length ? '…' : ''}`
}

/** Why a record was found: the field, and its words unless they are the name itself. */
export function foundBecause(office: OfficeInfo, hit: SearchHit, query: string): string {
  const label = office.fieldLabel(hit.entity, hit.field)
  if (hit.field === office.entity(hit.entity)?.title) return label
  return `${label} “${foundText(office, hit, query)}”`
}
