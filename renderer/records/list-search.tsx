import { IconSearch, IconX } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { ActionKey } from '../components/action-key.tsx'
import { useWords } from '../lib/words.ts'

type Props = {
  text: string
  onType: (text: string) => void
  input: RefObject<HTMLInputElement | null>
  onDown: (by: number) => void
  onEnter: () => void
  placeholder?: string
}

/** The search inside a list. Arrow keys move in the table below while one types. */
export function ListSearch({ text, onType, input, onDown, onEnter, placeholder }: Props) {
  const { t } = useWords()
  return (
    <div className="sp-list-search" data-wide={text !== '' || undefined}>
      <IconSearch size={15} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label={t('list.search')}
        placeholder={placeholder ?? t('list.search')}
        value={text}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.code === 'Escape') {
            onType('')
            event.currentTarget.blur()
          } else if (event.code === 'ArrowDown' || event.code === 'ArrowUp') onDown(event.code === 'ArrowDown' ? 1 : -1)
          else if (event.code === 'Enter' || event.code === 'NumpadEnter') onEnter()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      {text === '' ? (
        <ActionKey id="listSearch" />
      ) : (
        <button type="button" className="sp-plain" aria-label={t('action.clear')} onClick={() => onType('')}>
          <IconX size={14} aria-hidden />
        </button>
      )}
    </div>
  )
}
