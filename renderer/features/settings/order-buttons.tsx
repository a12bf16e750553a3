import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useWords } from '../../lib/words.ts'

/** Moves a line of a list up or down by one. */
export function OrderButtons({
  name,
  first,
  last,
  onMove,
}: {
  name: string
  first: boolean
  last: boolean
  onMove: (by: -1 | 1) => void
}) {
  const { t } = useWords()
  return (
    <span className="sp-order">
      <ActionIcon size={26} aria-label={t('settings.up', { name })} disabled={first} onClick={() => onMove(-1)}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon size={26} aria-label={t('settings.down', { name })} disabled={last} onClick={() => onMove(1)}>
        <IconChevronDown size={16} />
      </ActionIcon>
    </span>
  )
}

/** The list with the line at `at` moved by one. */
export function reordered<T>(lines: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...lines]
  const [line] = next.splice(at, 1)
  if (line !== undefined) next.splice(at + by, 0, line)
  return next
}
