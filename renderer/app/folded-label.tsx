import { Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'

/** The name of an entry of the navigation, beside its icon, where there is no room for it. */
export function FoldedLabel({ label, children }: { label: string; children: ReactElement }) {
  return (
    <Tooltip label={label} position="right">
      {children}
    </Tooltip>
  )
}
