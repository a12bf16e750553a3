import { createContext, type ReactNode, useContext } from 'react'

type BannerProps = {
  icon: ReactNode
  /** Red: something may be lost. */
  grave?: boolean
  /** Of a copy of the office that is looked at. */
  copy?: boolean
  /** Said by a reader of the screen only when it is free. */
  quiet?: boolean
  children: ReactNode
}

/** What a banner carries beside its own words: the way to the others. */
export const BesideBanner = createContext<ReactNode>(null)

/** A line over every screen. */
export function Banner({ icon, grave, copy, quiet, children }: BannerProps) {
  const beside = useContext(BesideBanner)
  return (
    <div className="sp-banner" data-grave={grave || undefined} data-copy={copy || undefined} role={quiet ? 'status' : 'alert'}>
      {icon}
      {children}
      {beside}
    </div>
  )
}
