import type { TreeNode } from '../contract/customer-tree.ts'

export type Branch = { node: TreeNode; branches: Branch[] }

/** The nodes as a tree under the customer that was asked for: what stands above a customer comes first, then what hangs on it. */
export function branchesOf(nodes: readonly TreeNode[], of: string | null = null): Branch[] {
  const rank = (node: TreeNode) => (node.relation === 'parent' || node.relation === 'link' ? 0 : 1)
  return nodes
    .filter((node) => node.via === of)
    .sort((a, b) => rank(a) - rank(b))
    .map((node) => ({ node, branches: branchesOf(nodes, node.id) }))
}

/** The nodes in the order in which they stand on the screen, without those inside folded ones. */
export function visibleNodes(branches: readonly Branch[], folded: ReadonlySet<string>): TreeNode[] {
  return branches.flatMap(({ node, branches: inner }) => [node, ...(folded.has(node.id) ? [] : visibleNodes(inner, folded))])
}

/** Where a key of the tree pattern leads from a node; undefined when it folds, unfolds or does nothing. */
export function stepTo(code: string, nodes: readonly TreeNode[], from: string): string | undefined {
  const at = nodes.findIndex((node) => node.id === from)
  if (code === 'ArrowDown') return nodes[at + 1]?.id
  if (code === 'ArrowUp') return nodes[at - 1]?.id
  if (code === 'Home') return nodes[0]?.id
  if (code === 'End') return nodes.at(-1)?.id
  return undefined
}
