import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import './components.css'

export type EmptyWay = { icon: Icon; title: string; text: string; action: ReactNode }

/** A page with nothing on it yet: what to do first, and up to three ways with what each takes. One of them is the primary. */
export function EmptyState({
  title,
  text,
  ways = [],
  children,
}: {
  title: string
  text?: string
  ways?: EmptyWay[]
  children?: ReactNode
}) {
  return (
    <div className="sp-empty">
      <h2>{title}</h2>
      {text && <p className="sp-t2">{text}</p>}
      {ways.length > 0 && (
        <div className="sp-empty-ways">
          {ways.map((way) => (
            <section key={way.title} className="sp-empty-way">
              <way.icon size={22} aria-hidden />
              <h3>{way.title}</h3>
              <p>{way.text}</p>
              <div>{way.action}</div>
            </section>
          ))}
        </div>
      )}
      {children && <div className="sp-empty-action">{children}</div>}
    </div>
  )
}
