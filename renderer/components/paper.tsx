import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import './components.css'

/** A sheet that is printed in place of the page, for as long as it is here. The screen does not show it. */
export const Paper = ({ children }: { children: ReactNode }) =>
  createPortal(<div className="sp-paper">{children}</div>, document.body)
