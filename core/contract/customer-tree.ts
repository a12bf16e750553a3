import { z } from 'zod'
import { defineRoutes } from './route.ts'

/** How a customer hangs on the one through which it was reached: it is its parent, one of its children, or a link names it one way or the other. */
export const TREE_RELATIONS = ['parent', 'child', 'link', 'linkedBy'] as const

export const TreeNode = z.object({
  id: z.string(),
  title: z.string(),
  /** The customer through which it was reached; null for the one that was asked for. */
  via: z.string().nullable(),
  relation: z.enum(TREE_RELATIONS).nullable(),
  /** What the link says: an entry of the list `customerLink`. */
  role: z.string().nullable(),
  hop: z.int(),
})
export type TreeNode = z.infer<typeof TreeNode>

export const customerTreeRoutes = defineRoutes({
  /** Parents, branches, dealers and whom else a customer is linked to, two steps far, of those the reader may see and reaches through such. */
  customerTree: {
    method: 'GET',
    path: '/api/customers/:id/tree',
    permission: 'signed-in',
    keys: 'read',
    params: z.strictObject({ id: z.uuid() }),
    reply: z.object({ nodes: z.array(TreeNode), capped: z.boolean() }),
  },
})
