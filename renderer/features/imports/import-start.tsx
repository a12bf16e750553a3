import { Button, SegmentedControl, Select } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import { LARGEST_IMPORT_BYTES } from '../../../core/contract/imports.ts'
import { AppError } from '../../../core/errors.ts'
import { useKeys } from '../../lib/keys.ts'
import { useGo, useUrlState } from '../../lib/navigation.ts'
import { useRoom } from '../../lib/room.ts'
import { sendFile } from '../../lib/send-file.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { FileRefused } from './file-refused.tsx'
import { ImportHead } from './import-head.tsx'
import { ImportHistory } from './import-history.tsx'
import { oneFile } from './one-file.ts'

import './imports.css'

const ACCEPTED = '.csv,.tsv,.txt,.xlsx,.xlsm,.xls,.vcf,.vcard,.htm,.html,.xml'

/** The first step: what is in the file, and the file, chosen or dropped. Below it the imports so far, to go on with or to undo. */
export function ImportStart() {
  const { t } = useWords()
  const office = useOffice()
  const go = useGo()
  const [{ entity: asked }, change] = useUrlState<{ entity?: string }>()
  const entities = office.entities.filter((entity) => entity.grant.import && entity.grant.create)
  const entity = entities.find((candidate) => candidate.key === asked)?.key ?? entities[0]?.key ?? 'customer'
  const [sending, setSending] = useState<{ name: string; part: number }>()
  const [refused, setRefused] = useState<{ name: string; error: AppError | Error }>()
  const stop = useRef<AbortController | undefined>(undefined)
  const choose = async (files: readonly File[]) => {
    setRefused(undefined)
    try {
      const file = await oneFile(files, t)
      if (file) await send(file)
    } catch (error) {
      setRefused({ name: files[0]?.name ?? '', error: error as Error })
    }
  }
  const send = async (file: File) => {
    if (file.size > LARGEST_IMPORT_BYTES) {
      setRefused({ name: file.name, error: new AppError('sheet.too_large', { bytes: file.size, limit: LARGEST_IMPORT_BYTES }) })
      return
    }
    setSending({ name: file.name, part: 0 })
    stop.current = new AbortController()
    try {
      const run = await sendFile(entity, file, (part) => setSending({ name: file.name, part }), stop.current.signal)
      go(`/import/${run.id}`)
    } catch (error) {
      if (!(error instanceof DOMException)) setRefused({ name: file.name, error: error as Error })
    } finally {
      setSending(undefined)
    }
  }
  return (
    <div className="sp-import">
      <ImportHead entity={asked ? entity : undefined} step="file" onLeave={() => undefined} />
      <div className="sp-import-scroll">
        <div className="sp-import-start">
          {refused ? (
            <FileRefused name={refused.name} error={refused.error} onAgain={() => setRefused(undefined)} />
          ) : (
            <>
              <EntityChoice
                entities={entities.map((candidate) => ({ value: candidate.key, label: office.entityLabel(candidate.key) }))}
                value={entity}
                onChange={(next) => change({ entity: next })}
                label={t('import.what')}
              />
              <DropZone sending={sending} onFiles={(files) => void choose(files)} onStop={() => stop.current?.abort()} />
            </>
          )}
          <h2 className="sp-import-section">{t('import.history')}</h2>
          <ImportHistory />
        </div>
      </div>
    </div>
  )
}

function EntityChoice({
  entities,
  value,
  onChange,
  label,
}: {
  entities: { value: string; label: string }[]
  value: string
  onChange: (value: string) => void
  label: string
}) {
  const room = useRoom()
  return (
    <div className="sp-import-what">
      <span className="sp-t2">{label}</span>
      {room === 'phone' ? (
        <Select
          aria-label={label}
          data={entities}
          value={value}
          onChange={(next) => next && onChange(next)}
          allowDeselect={false}
        />
      ) : (
        <SegmentedControl aria-label={label} data={entities} value={value} onChange={onChange} />
      )}
    </div>
  )
}

type DropProps = {
  sending: { name: string; part: number } | undefined
  onFiles: (files: readonly File[]) => void
  onStop: () => void
}

function DropZone({ sending, onFiles, onStop }: DropProps) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  useKeys({ 'ctrl+KeyI': () => input.current?.click(), 'ctrl+KeyO': () => input.current?.click() })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onFiles([...event.dataTransfer.files])
  }
  const drag = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <section
      className="sp-import-drop"
      data-over={over || undefined}
      aria-label={t('import.choose_file')}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileImport size={22} aria-hidden />
      {sending ? (
        <>
          <h2 role="status">{t('import.reading', { name: sending.name })}</h2>
          <p className="sp-t2">{t('import.sending', { percent: Math.round(sending.part * 100) })}</p>
          <Button variant="default" onClick={onStop}>
            {t('action.discard')}
          </Button>
        </>
      ) : (
        <>
          <h2>{over ? t('import.drop_now') : t('import.drop')}</h2>
          <p className="sp-t2">{t('import.accepts')}</p>
          <Button
            onClick={() => input.current?.click()}
            rightSection={
              <kbd className="sp-key" data-fill aria-hidden>
                Ctrl I
              </kbd>
            }
          >
            {t('import.choose_file')}
          </Button>
          <p className="sp-t3 sp-small">{t('import.safe')}</p>
        </>
      )}
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPTED}
        className="sp-visually-hidden"
        tabIndex={-1}
        aria-label={t('import.choose_file')}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </section>
  )
}
