import { CONFIGURABLE } from '../../core/configuration/areas.ts'
import type { Route } from '../../core/contract/route.ts'
import type { Context } from '../records/context.ts'

/** Whether somebody may call a route at all; which records it tells him of is decided there. A program calls what is meant for its key. */
export function mayCall(ctx: Context, route: Route): boolean {
  if (ctx.via !== undefined) return route.keys !== undefined
  if (route.permission === 'admin') return ctx.policy.admin
  const area = CONFIGURABLE.find((each) => route.permission === `configure:${each}`)
  return area === undefined || ctx.policy.configures(area)
}
