import type { ReactNode } from 'react'
import './components.css'

/** The head of a screen: its one name, a quiet line beside it, its actions, and rows below (tabs, filters). */
export function PageHeader({
  title,
  note,
  actions,
  children,
}: {
  title: ReactNode
  note?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}) {
  return (
    <header className="sp-page-head">
      <div className="sp-page-title">
        <h1 className="cut">{title}</h1>
        {note && <span className="sp-t2 sp-page-note">{note}</span>}
        <span className="sp-grow" />
        {actions && <div className="sp-row sp-page-actions">{actions}</div>}
      </div>
      {children}
    </header>
  )
}
