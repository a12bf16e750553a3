import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import './components.css'

export type MarkTone = 'plain' | 'here' | 'ok' | 'warn' | 'bad'

/** A state: an icon and a word on a tint. Never a bare dot, and never two marks that say one thing. */
export function Mark({
  tone = 'plain',
  icon: Sign,
  children,
  title,
}: {
  tone?: MarkTone
  icon?: Icon
  children: ReactNode
  title?: string
}) {
  return (
    <span className="sp-mark" data-tone={tone} title={title}>
      {Sign && <Sign size={13} aria-hidden />}
      <span>{children}</span>
    </span>
  )
}
