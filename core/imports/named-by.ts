/**
 * What else can name a record that has no name of its own in a file, most telling first: a deal is called after what is sold or who
 * buys, a lead after its company. By entity.
 */
export const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  deal: ['product', 'customer', 'code'],
  lead: ['company', 'interest', 'emails', 'phones'],
  activity: ['body'],
  contact: ['emails', 'phones'],
}
