/** A short random id for one item inside a multi-valued field (a phone, an address); unique within its record. */
export function newItemId(): string {
  return Math.random().toString(36).slice(2, 10).padEnd(8, '0')
}
