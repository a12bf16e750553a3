import { IconListDetails, IconSitemap } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { TreeNode } from '../../../core/contract/customer-tree.ts'
import { branchesOf, stepTo, visibleNodes } from '../../../core/customers/walk-tree.ts'
import type { CallReply } from '../../lib/api.ts'
import { recordPath, useGo } from '../../lib/navigation.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

type Tree = CallReply<'customerTree'>

/** How a customer hangs on the one before it, in words. */
function useRelationWords(): (node: TreeNode) => string {
  const { t } = useWords()
  const office = useOffice()
  return ({ relation, role }) => {
    if (relation === 'parent') return t('page.parent')
    if (relation === 'child') return t('page.child')
    const named = role ? office.choiceLabel('customerLink', role) : ''
    if (relation === 'link') return named
    return role === 'dealerOf' ? t('page.dealer') : role === 'branchOf' ? t('page.child') : named
  }
}

/** The customers around one, two steps far: a tree to be walked by the arrows, or the same as a plain list. */
export function RelationTree({ id }: { id: string }) {
  const { t } = useWords()
  const { data } = useRead('customerTree', { params: { id } })
  const [asList, setAsList] = useState(false)
  if (!data || data.nodes.length < 2) return null
  const Sign = asList ? IconSitemap : IconListDetails
  return (
    <section>
      <div className="sp-row">
        <h2 className="sp-grow">{t('page.related_customers')}</h2>
        <button type="button" className="sp-link sp-small sp-row sp-no-print" onClick={() => setAsList(!asList)}>
          <Sign size={14} aria-hidden /> {t(asList ? 'page.as_tree' : 'page.as_list')}
        </button>
      </div>
      {asList ? <TwinList data={data} /> : <WalkedTree data={data} />}
      {data.capped && <p className="sp-t2 sp-small">{t('page.tree_capped', { most: data.nodes.length })}</p>}
    </section>
  )
}

/** The tree pattern: one tab stop, arrows to walk, ← and → to fold, Enter to open. */
function WalkedTree({ data }: { data: Tree }) {
  const { t } = useWords()
  const go = useGo()
  const tree = useRef<HTMLDivElement>(null)
  const [root] = data.nodes
  const branches = branchesOf(data.nodes)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [chosen, setChosen] = useState(root?.id ?? '')
  const shown = visibleNodes(branches, folded)
  const here = shown.some((node) => node.id === chosen) ? chosen : (root?.id ?? '')
  const choose = (id: string | undefined) => {
    if (!id) return
    setChosen(id)
    tree.current?.querySelector<HTMLElement>(`[data-node="${id}"]`)?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    const node = data.nodes.find((candidate) => candidate.id === here)
    const inner = data.nodes.some((candidate) => candidate.via === here)
    if (event.code === 'Enter') go(recordPath('customer', here))
    else if (event.code === 'ArrowRight' && inner && folded.has(here)) setFolded(new Set([...folded].filter((id) => id !== here)))
    else if (event.code === 'ArrowRight' && inner) choose(shown[shown.findIndex((one) => one.id === here) + 1]?.id)
    else if (event.code === 'ArrowLeft' && inner && !folded.has(here)) setFolded(new Set([...folded, here]))
    else if (event.code === 'ArrowLeft') choose(node?.via ?? undefined)
    else if (['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.code)) choose(stepTo(event.code, shown, here))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="sp-tree" role="tree" aria-label={t('page.related_customers')} ref={tree} onKeyDown={onKey}>
      {shown.map((node) => {
        const inner = data.nodes.some((candidate) => candidate.via === node.id)
        const expanded = inner ? !folded.has(node.id) : undefined
        return <TreeItem key={node.id} node={node} here={node.id === here} expanded={expanded} onChoose={choose} />
      })}
    </div>
  )
}

type ItemProps = { node: TreeNode; here: boolean; expanded: boolean | undefined; onChoose: (id: string) => void }

/** One line of the tree; its depth stands in its level and its indent. */
function TreeItem({ node, here, expanded, onChoose }: ItemProps) {
  const words = useRelationWords()
  const go = useGo()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree listens to the keys of all its items.
    <div
      role="treeitem"
      className="sp-tree-line"
      aria-level={node.hop + 1}
      aria-selected={here}
      aria-current={node.hop === 0 ? 'page' : undefined}
      aria-expanded={expanded}
      data-node={node.id}
      data-hop={node.hop}
      tabIndex={here ? 0 : -1}
      onClick={() => (node.hop === 0 ? onChoose(node.id) : go(recordPath('customer', node.id)))}
    >
      {node.hop > 0 && <span className="sp-t2 sp-nowrap">{words(node)}</span>}{' '}
      <span className={node.hop === 0 ? 'cut sp-strong' : 'cut sp-tree-name'} title={node.title}>
        {node.title}
      </span>
    </div>
  )
}

/** The same without shape: each customer with what it is to whom. */
function TwinList({ data }: { data: Tree }) {
  const { t } = useWords()
  const words = useRelationWords()
  const titles = new Map(data.nodes.map((node) => [node.id, node.title]))
  return (
    <ul className="sp-table-text" aria-label={t('page.related_customers')}>
      {data.nodes.slice(1).map((node) => (
        <li key={node.id}>
          <Link className="sp-link" to={recordPath('customer', node.id)}>
            {node.title}
          </Link>{' '}
          <span className="sp-t2">{t('page.related_to', { how: words(node), who: titles.get(node.via ?? '') ?? '' })}</span>
        </li>
      ))}
    </ul>
  )
}
