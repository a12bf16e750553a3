import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { KeyCap } from '../components/key-cap.tsx'
import { useRead } from '../lib/queries.ts'
import { takeTypedAhead } from '../lib/typed-ahead.ts'
import { useWords } from '../lib/words.ts'
import { type PaletteGroup, type PaletteLine, usePaletteGroups } from './palette-groups.tsx'
import './palette.css'

/** A hand that moved further between down and up, and off its line, thought better of it. */
const STILL_PX = 12

/** The search over everything: any record by any fragment, each with why it was found, and the commands. Arrows choose, Enter opens. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(takeTypedAhead)
  const [text] = useDebouncedValue(typed, 80)
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const { data, error, isPlaceholderData } = useRead(
    'searchRecords',
    { body: { text, limit: 6 } },
    { enabled: text.trim() !== '' && !text.startsWith('>'), keep: true },
  )
  const reply = text.trim() === '' || text.startsWith('>') ? undefined : data
  const groups = usePaletteGroups(text.trim(), reply, onClose)
  const lines = groups.flatMap((group) => group.lines)
  const here = lines[Math.min(at, lines.length - 1)]
  const searching = text.trim() !== '' && !text.startsWith('>') && !error && (data === undefined || isPlaceholderData)
  const pending = typed !== text || searching
  const [entered, setEntered] = useState(false)
  // Enter right behind the last letter is meant for what that letter finds, not for what still stands there.
  useEffect(() => {
    if (!entered || pending) return
    setEntered(false)
    here?.run()
  }, [entered, pending, here])
  useEffect(() => {
    list.current?.querySelector('[data-cur]')?.scrollIntoView({ block: 'nearest' })
  })
  const press = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.code === 'ArrowDown') setAt(Math.min(lines.length - 1, at + 1))
    else if (event.code === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.code === 'Enter' && event.ctrlKey) lines.find((line) => line.key === 'everything')?.run()
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      if (pending) setEntered(true)
      else here?.run()
    } else return
    event.preventDefault()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size={680}
      yOffset="4.5rem"
      padding={0}
      radius="lg"
      title={t('search.label')}
      classNames={{ header: 'sp-visually-hidden', content: 'sp-palette' }}
      transitionProps={{ duration: 100 }}
    >
      <div className="sp-palette-box">
        <IconSearch size={20} aria-hidden />
        <input
          type="search"
          role="combobox"
          aria-expanded={lines.length > 0}
          aria-controls="palette-lines"
          aria-activedescendant={here ? `palette-${here.key}` : undefined}
          aria-label={t('search.placeholder')}
          placeholder={t('search.placeholder')}
          value={typed}
          data-autofocus
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setEntered(false)
            setAt(0)
          }}
          onKeyDown={press}
          onBlur={keepFocus}
        />
        <KeyCap>Esc</KeyCap>
      </div>
      {reply?.otherText && (
        <p className="sp-palette-keyboard">
          <IconKeyboard size={18} aria-hidden /> {t('search.keyboard', { other: reply.otherText, text })}
        </p>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keyboard. */}
      <div
        ref={list}
        id="palette-lines"
        role="listbox"
        tabIndex={-1}
        aria-label={t('search.label')}
        className="sp-palette-lines"
        onMouseDown={(event) => {
          // The keyboard stays with the box.
          event.preventDefault()
          const line = lineUnder(event.target, lines)
          if (line && event.button === 0) runOnRelease(line, event)
        }}
        // A hand is heard by its release; what has none is a program's press, as of a screen reader.
        onClick={(event) => event.detail === 0 && lineUnder(event.target, lines)?.run()}
      >
        {reply && reply.hits.length === 0 && (
          <p className="sp-palette-none">
            {t('search.nothing', { text })} <span className="sp-t2">{t('search.nothing_hint')}</span>
          </p>
        )}
        {text.trim() === '' && <p className="sp-palette-none sp-t2">{t('search.hint')}</p>}
        {groups.map((group) => (
          <Group
            key={group.title}
            group={group}
            here={here?.key}
            onHere={(key) => setAt(lines.findIndex((line) => line.key === key))}
          />
        ))}
        {reply?.more && <p className="sp-palette-none sp-t2 sp-small">{t('search.more')}</p>}
      </div>
      <div className="sp-palette-foot">
        <KeyCap>↑</KeyCap> <KeyCap>↓</KeyCap> {t('search.pick')} <KeyCap>↵</KeyCap> {t('search.open')}
        <span className="sp-grow" />
        <KeyCap>{'>'}</KeyCap> {t('search.only_commands')}
      </div>
    </Modal>
  )
}

function Group({ group, here, onHere }: { group: PaletteGroup; here: string | undefined; onHere: (key: string) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox is what the pattern asks for.
    <div role="group" aria-label={group.title}>
      <div className="sp-palette-group" aria-hidden>
        {group.title}
      </div>
      {group.lines.map((line) => (
        <Line key={line.key} line={line} here={line.key === here} onHere={() => onHere(line.key)} />
      ))}
    </div>
  )
}

function Line({ line, here, onHere }: { line: PaletteLine; here: boolean; onHere: () => void }) {
  return (
    <div
      id={`palette-${line.key}`}
      data-line={line.key}
      role="option"
      tabIndex={-1}
      aria-selected={here}
      data-cur={here || undefined}
      className="sp-palette-line"
      onMouseMove={onHere}
    >
      <line.icon size={18} aria-hidden />
      <span className="sp-palette-title">{line.title}</span>
      {line.note && <span className="sp-t2 sp-table-text cut sp-palette-note">{line.note}</span>}
      <span className="sp-grow" />
      {line.reason && <span className="sp-t3 sp-small cut sp-palette-reason">{line.reason}</span>}
      {line.mark}
      {line.keys && <KeyCap>{line.keys}</KeyCap>}
      {here ? <KeyCap>↵</KeyCap> : null}
    </div>
  )
}

/**
 * Does what the hand went down on once it comes up, wherever the line stands by then: lines are drawn anew while results arrive, and the element that
 * was pressed, of which a click would tell, may be gone.
 */
function runOnRelease(line: PaletteLine, { clientX, clientY }: React.MouseEvent): void {
  const release = (event: MouseEvent) => {
    const still = Math.hypot(event.clientX - clientX, event.clientY - clientY) <= STILL_PX
    if (still || (event.target as HTMLElement).closest<HTMLElement>('[data-line]')?.dataset.line === line.key) line.run()
  }
  window.addEventListener('mouseup', release, { once: true })
}

/** The line of which something is under the hand. */
function lineUnder(target: EventTarget, lines: readonly PaletteLine[]): PaletteLine | undefined {
  const key = (target as HTMLElement).closest<HTMLElement>('[data-line]')?.dataset.line
  return lines.find((line) => line.key === key)
}

/** A dialog that was closed just before gives the focus back to what had opened it, and may do so after the palette has taken it. */
function keepFocus({ currentTarget, relatedTarget }: React.FocusEvent<HTMLInputElement>): void {
  if (!relatedTarget || currentTarget.closest('[role=dialog]')?.contains(relatedTarget)) return
  requestAnimationFrame(() => {
    if (currentTarget.isConnected) currentTarget.focus()
  })
}
