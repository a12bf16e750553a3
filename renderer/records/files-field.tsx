import { ActionIcon, Button, Input } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { FileItem } from '../../core/fields/values.ts'
import type { FieldProps } from '../components/field-props.ts'
import { useToast } from '../components/toast.tsx'
import { upload } from '../lib/api.ts'
import { useWords } from '../lib/words.ts'
import { sizeText } from './field-value.tsx'
import './fields.css'

/** Files of a record: chosen, dropped or pasted, stored at once, and named by the record when it is saved. */
export function FilesField({ label, value, onChange, error, bare }: FieldProps<FileItem[]>) {
  const { t } = useWords()
  const chooser = useRef<HTMLInputElement>(null)
  const zone = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const { add, remove, busy } = useFiles(value, onChange)
  const items = value ?? []
  usePastedFiles(zone, (files) => void add(files))
  return (
    <Input.Wrapper component="div" label={bare ? undefined : label} labelElement="div" error={error ?? null}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same. */}
      <div
        ref={zone}
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
          <span key={item.id} className="sp-row sp-file">
            <span className="cut" title={item.name}>
              {item.name}
            </span>
            <span className="sp-t3 sp-small sp-nowrap">{sizeText(item.size)}</span>
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
          onChange={(event) => {
            void add([...(event.currentTarget.files ?? [])])
            // The same file can be chosen again after it was taken off.
            event.currentTarget.value = ''
          }}
        />
      </div>
    </Input.Wrapper>
  )
}

/** Adds and takes off. What comes while others are on their way joins them: it does not begin from the list before them. */
function useFiles(value: FileItem[] | undefined, onChange: (files: FileItem[] | undefined) => void) {
  const toast = useToast()
  const [waiting, setWaiting] = useState(0)
  const latest = useRef(value ?? [])
  useEffect(() => {
    latest.current = value ?? []
  }, [value])
  const put = (files: FileItem[]) => {
    latest.current = files
    onChange(files.length > 0 ? files : undefined)
  }
  const add = async (files: readonly File[]) => {
    if (files.length === 0) return
    setWaiting((count) => count + 1)
    const added: FileItem[] = []
    try {
      for (const file of files) added.push(await upload(file))
    } catch (problem) {
      toast.problem(problem)
    } finally {
      setWaiting((count) => count - 1)
    }
    // Those before the one that was refused are kept.
    if (added.length > 0) put([...latest.current, ...added])
  }
  const remove = (id: string) => put(latest.current.filter((item) => item.id !== id))
  return { add, remove, busy: waiting > 0 }
}

/** A picture in the clipboard. Cells copied from a sheet come with a picture of themselves: those are text. */
function usePastedFiles(zone: React.RefObject<HTMLDivElement | null>, onFiles: (files: File[]) => void): void {
  const { t } = useWords()
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const { files, types } = event.clipboardData ?? {}
    const dialog = document.querySelector('[role="dialog"]')
    if (event.defaultPrevented || !files?.length || types?.includes('text/plain')) return
    if (dialog && !dialog.contains(zone.current)) return
    event.preventDefault()
    // The clipboard calls every picture image.png.
    const named = (file: File) =>
      /^image\.\w+$/.test(file.name) ? new File([file], file.name.replace('image', t('files.pasted')), { type: file.type }) : file
    onFiles([...files].map(named))
  })
  useEffect(() => {
    const listen = (event: ClipboardEvent) => paste(event)
    document.addEventListener('paste', listen)
    return () => document.removeEventListener('paste', listen)
  }, [])
}
