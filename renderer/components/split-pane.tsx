import type { ReactNode } from 'react'
import './components.css'

/** Two panes with one hairline between them. With `over` the second lies above the first, for small rooms. */
export function SplitPane({ main, side, over, label }: { main: ReactNode; side?: ReactNode; over?: boolean; label: string }) {
  return (
    <div className="sp-split">
      <div className="sp-split-main">{main}</div>
      {side && (
        <aside className="sp-split-side" data-over={over || undefined} aria-label={label}>
          {side}
        </aside>
      )}
    </div>
  )
}
