import type { AddressItem, LinkItem } from '../../../core/fields/values.ts'
import type { Transaction } from '../../db/database.ts'
import { nextCode } from '../../records/codes.ts'
import type { Context } from '../../records/context.ts'
import { itemsOf } from '../../records/row.ts'
import { isLost, type Rule, type Write } from '../../records/rules.ts'

/** Sets what a customer derives: its running code, and the province of its bill-to (or first) address. */
async function derive(ctx: Context, tx: Transaction, write: Write): Promise<void> {
  if (write.action === 'create') write.after.code ??= await nextCode(ctx, tx, write.entity)
  if (isLost(write, 'addresses')) return
  const addresses = (write.after.addresses as AddressItem[] | undefined) ?? []
  const main = addresses.find((address) => address.type === 'billing') ?? addresses[0]
  const province = main?.subdistrictCode?.slice(0, 2) ?? main?.provinceCode
  if (province) write.after.province = province
  else delete write.after.province
}

/** Keeps each customer's main contact: its current decider, or whoever came first among its current people. */
async function keepMainContact(ctx: Context, tx: Transaction, write: Write): Promise<void> {
  const ids = new Set<string>()
  for (const values of [write.before, write.after])
    for (const link of (values.customers as LinkItem[] | undefined) ?? []) ids.add(link.to)
  const number = ctx.catalog.fieldNumbers.get('contact.customers') ?? -1
  for (const id of ids) {
    const contacts = await tx.all<{ id: string; customers: string }>(
      'select t.id, t.customers from value_index v join contact t on t.rid = v.rid where v.field_no = ? and v.value = ? and t.deleted_at is null order by t.rid',
      [number, id],
    )
    const links = contacts.map((contact) => itemsOf<LinkItem>('links', contact.customers))
    // Whoever it was may be one of whom nobody can read whose contact he is.
    if (links.includes(undefined)) continue
    const current = contacts.flatMap((contact, at) =>
      (links[at] ?? [])
        .filter((link) => link.to === id && !link.until)
        .map((link) => ({ id: contact.id, decides: link.role === 'decides' })),
    )
    const main = current.find((contact) => contact.decides) ?? current[0]
    await tx.run('update customer set main_contact = ? where id = ? and main_contact is distinct from ?', [
      main?.id ?? null,
      id,
      main?.id ?? null,
    ])
  }
}

export const customerRules: readonly Rule[] = [
  { entity: 'customer', before: derive },
  { entity: 'contact', after: keepMainContact },
]
