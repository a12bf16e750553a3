import { ActionIcon, Input } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { newItemId } from '../../core/ids.ts'
import { useWords } from '../lib/words.ts'
import './components.css'

type Item = { id: string }
type Props<T extends Item> = {
  label: string
  items: readonly T[]
  onChange: (items: T[] | undefined) => void
  /** A new, still empty item. */
  blank: () => Omit<T, 'id'>
  isBlank: (item: T) => boolean
  render: (item: T, change: (part: Partial<T>) => void, at: number) => ReactNode
  error?: string | undefined
  hint?: string | undefined
  bare?: boolean | undefined
}

/** A field of several items (phones, addresses). One empty line is always there; items left empty fall away. */
export function ItemList<T extends Item>({ label, items, onChange, blank, isBlank, render, error, hint, bare }: Props<T>) {
  const { t } = useWords()
  // The empty line keeps its id when it is filled: another one would throw away what is being typed.
  const [spare, setSpare] = useState(newItemId)
  const shown = items.length > 0 ? items : [{ ...blank(), id: spare } as T]
  const put = (next: readonly T[]) => onChange(next.length > 0 ? [...next] : undefined)
  const change = (at: number, part: Partial<T>) => put(shown.map((item, index) => (index === at ? { ...item, ...part } : item)))
  const remove = (at: number) => {
    setSpare(newItemId())
    put(items.filter((_, index) => index !== at))
  }
  const add = () => put([...items, { ...blank(), id: newItemId() } as T])
  return (
    <Input.Wrapper
      component="div"
      label={bare ? undefined : label}
      labelElement="div"
      error={error ?? null}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    >
      <div className="sp-items">
        {shown.map((item, at) => (
          <div key={item.id} className="sp-item">
            <div className="sp-grow">{render(item, (part) => change(at, part), at)}</div>
            {(shown.length > 1 || !isBlank(item)) && (
              <ActionIcon aria-label={`${t('action.remove')} ${label} ${at + 1}`} onClick={() => remove(at)}>
                <IconX size={16} />
              </ActionIcon>
            )}
          </div>
        ))}
        {items.some((item) => !isBlank(item)) && (
          <button type="button" className="sp-link sp-small" onClick={add}>
            {t('field.add_value', { label })}
          </button>
        )}
      </div>
    </Input.Wrapper>
  )
}
