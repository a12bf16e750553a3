/**
 * A parameter of a word in the form that English needs; Thai needs none.
 *
 * - `{{count, day|days}}`: the one or the many, by the number
 * - `{{unit, of count}}`, `{{unit, many}}`: the same of a noun that is a parameter itself (`customer|customers`), by another's number
 * - `{{entity, lowercase}}`: a thing named inside a sentence
 *
 * @param value what is filled in, as it is shown
 * @param params all parameters of the word
 */
export function formed(value: unknown, form: string | undefined, params: Readonly<Record<string, unknown>>): string {
  if (form === undefined) return String(value ?? '')
  if (form === 'lowercase') return String(value).toLowerCase()
  if (form === 'many') return numbered(String(value), undefined)
  if (form.startsWith('of ')) return numbered(String(value), params[form.slice('of '.length)])
  return numbered(form, value)
}

function numbered(noun: string, number: unknown): string {
  const [one = '', many = one] = noun.split('|')
  return String(number) === '1' ? one : many
}
