import type { PlannedCustomer, PlannedDeal } from './plan.ts'

/** Days without an order after which a customer counts as at risk, and as gone. */
const AT_RISK_DAYS = 240
const LAPSED_DAYS = 480

const withoutOrders = (customer: PlannedCustomer, place: number): string =>
  customer.values.customerSince === undefined
    ? 'prospect'
    : (['regular', 'regular', 'regular', 'atRisk', 'lapsed'][place % 5] ?? 'regular')

/** Says of every customer how it stands: by what it bought and when, or by how long it has been on the list. */
export function setLifecycles(customers: readonly PlannedCustomer[], deals: readonly PlannedDeal[]): void {
  const won = new Map<number, number[]>()
  for (const deal of deals) {
    if (!deal.won || deal.closedDay === undefined) continue
    won.set(deal.customer, [...(won.get(deal.customer) ?? []), deal.closedDay])
  }
  for (const [place, customer] of customers.entries()) {
    const days = won.get(place)
    const last = days ? -Math.max(...days) : undefined
    customer.values.stage =
      last === undefined
        ? withoutOrders(customer, place)
        : last > LAPSED_DAYS
          ? 'lapsed'
          : last > AT_RISK_DAYS
            ? 'atRisk'
            : (days?.length ?? 0) > 1 || customer.values.customerSince
              ? 'regular'
              : 'new'
  }
}
