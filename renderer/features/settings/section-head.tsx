import type { ReactNode } from 'react'

/** The head of a section: its name, a quiet line, and its verbs. */
export function SectionHead({ title, note, children }: { title: string; note?: ReactNode; children?: ReactNode }) {
  return (
    <header className="sp-section-head">
      <div className="sp-grow">
        <h2>{title}</h2>
        {note && <p className="sp-t2 sp-table-text">{note}</p>}
      </div>
      {children && <div className="sp-row">{children}</div>}
    </header>
  )
}
