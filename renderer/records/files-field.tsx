import { ActionIcon, Button, Input } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { FileItem } from '../../core/fields/values.ts'
import type { FieldProps } from '../components/field-props.ts'
import { useToast } from '../components/toast.tsx'
import { upload } from '../lib/api.ts'
import { useWords } from '../lib/words.ts'
import { sizeText } from './field-value.tsx'
import './fields.css'

/** Files of a record: chosen or dropped, stored at once, and named by the record when it is saved. */
export function FilesField({ label, value, onChange, error, bare }: FieldProps<FileItem[]>) {
  const { t } = useWords()
  const toast = useToast()
  const chooser = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  const items = value ?? []
  const add = async (files: readonly File[]) => {
    setBusy(true)
    try {
      const added: FileItem[] = []
      for (const file of files) added.push(await upload(file))
      onChange([...items, ...added])
    } catch (problem) {
      toast.problem(problem)
    } finally {
      setBusy(false)
    }
  }
  const remove = (id: string) => {
    const left = items.filter((item) => item.id !== id)
    onChange(left.length > 0 ? left : undefined)
  }
  return (
    <Input.Wrapper component="div" label={bare ? undefined : label} labelElement="div" error={error ?? null}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same. */}
      <div
        className="sp-files sp-drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void add([...event.dataTransfer.files])
        }}
      >
        {items.map((item) => (
          <span key={item.id} className="sp-row">
            {item.name} <span className="sp-t3 sp-small">{sizeText(item.size)}</span>
            <ActionIcon size={24} aria-label={`${t('action.remove')} ${item.name}`} onClick={() => remove(item.id)}>
              <IconX size={14} />
            </ActionIcon>
          </span>
        ))}
        <span className="sp-row sp-wrap">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPaperclip size={16} />}
            loading={busy}
            onClick={() => chooser.current?.click()}
          >
            {t('files.attach')}
          </Button>
          <span className="sp-t3 sp-small">{t('files.drop')}</span>
        </span>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={label}
          onChange={(event) => void add([...(event.currentTarget.files ?? [])])}
        />
      </div>
    </Input.Wrapper>
  )
}
