import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronsUp, IconChevronUp } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useWords } from '../../lib/words.ts'

type Props = {
  name: string
  first: boolean
  last: boolean
  /** By how many places; beyond an end it goes to that end. */
  onMove: (by: number) => void
  /** A button for the way to the top, where lists are long. */
  far?: boolean
}

/** Moves a line of a list up or down by one, with Home and End to the top and to the end. */
export function OrderButtons({ name, first, last, onMove, far = false }: Props) {
  const { t } = useWords()
  const press = (event: KeyboardEvent) => {
    const by = { Home: -Infinity, End: Infinity }[event.code]
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    onMove(by)
  }
  // Where a line can go no further the button stays a button: one that is switched off loses the keyboard.
  const button = (off: boolean, by: number) => ({
    size: 26,
    'aria-disabled': off,
    'data-disabled': off || undefined,
    onKeyDown: press,
    onClick: () => !off && onMove(by),
  })
  return (
    <span className="sp-order">
      {far && (
        <ActionIcon
          {...button(first, -Infinity)}
          aria-label={t('settings.to_top', { name })}
          title={`${t('settings.to_top', { name })} (Home)`}
        >
          <IconChevronsUp size={16} />
        </ActionIcon>
      )}
      <ActionIcon {...button(first, -1)} aria-label={t('settings.up', { name })}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon {...button(last, 1)} aria-label={t('settings.down', { name })}>
        <IconChevronDown size={16} />
      </ActionIcon>
    </span>
  )
}

/** The list with the line at `at` moved by so many places, at most to an end. */
export function reordered<T>(lines: readonly T[], at: number, by: number): T[] {
  const next = [...lines]
  const [line] = next.splice(at, 1)
  if (line !== undefined) next.splice(Math.min(next.length, Math.max(0, at + by)), 0, line)
  return next
}
