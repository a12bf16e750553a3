import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import type { Line } from './list-table.tsx'

type Props = { line: Extract<Line, { kind: 'group' }>; isHere: boolean; style: CSSProperties; onPress: () => void }

/** The head of a group: its name, how many it has and what their amounts sum up to. One that folds is a place for the cursor. */
export function GroupHead({ line, isHere, style, onPress }: Props) {
  const Sign = line.folded ? IconChevronRight : IconChevronDown
  const name = (
    <>
      <strong className="cut">{line.title}</strong> <span className="sp-t2">{line.note}</span>
    </>
  )
  return (
    <div role="row" className="sp-group" style={style} data-cur={isHere || undefined}>
      <span role="gridcell" className="sp-group-cell">
        {line.folded === undefined ? (
          <span className="sp-group-name">{name}</span>
        ) : (
          <button
            type="button"
            id={`group-${line.key}`}
            className="sp-plain sp-group-name"
            tabIndex={-1}
            aria-expanded={!line.folded}
            onClick={onPress}
          >
            <Sign size={15} aria-hidden /> {name}
          </button>
        )}
        {line.sums && line.sums.length > 0 && <span className="sp-group-sums">{line.sums.join(' · ')}</span>}
      </span>
    </div>
  )
}
