import type { ReactNode } from 'react'

/** The foot of a step: what is known at the left, its verbs at the right. */
export function ImportFoot({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <footer className="sp-import-foot" data-foot>
      <div className="sp-grow sp-t2 sp-table-text">{note}</div>
      <div className="sp-row">{children}</div>
    </footer>
  )
}
