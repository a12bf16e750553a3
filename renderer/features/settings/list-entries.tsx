import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Choice } from '../../../core/contract/office.ts'
import { KEPT_CHOICES } from '../../../core/entities/system-lists.ts'
import { useToast } from '../../components/toast.tsx'
import { call } from '../../lib/api.ts'
import { useDraft } from '../../lib/drafts.ts'
import { useCommand, useRefresh } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { ColourChoice, colourOf } from './colour-choice.tsx'
import { OrderButtons, reordered } from './order-buttons.tsx'

/** The entries of one pick list: renamed in place, coloured, ordered, put away, and added one a line. */
export function ListEntries({ list, label }: { list: string; label: string }) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const [archivedShown, setArchivedShown] = useState(false)
  const save = useCommand('saveChoice')
  const order = useCommand('orderChoices')
  const all = office.session.choices.filter((choice) => choice.list === list).sort((a, b) => a.position - b.position)
  const living = all.filter((choice) => !choice.archived)
  const archived = all.filter((choice) => choice.archived)
  const write = async (choice: Choice, part: Partial<Pick<Choice, 'labelTh' | 'labelEn' | 'colour' | 'archived'>>) => {
    const next = { ...choice, ...part }
    try {
      await save.run({
        params: { list },
        body: {
          key: next.key,
          labelTh: next.labelTh,
          labelEn: next.labelEn,
          colour: colourOf(next.colour),
          archived: next.archived,
        },
      })
      if (part.archived === undefined) return
      toast.show({
        text: part.archived ? t('settings.archived') : t('toast.saved'),
        ...(part.archived && {
          undo: () =>
            save.run({
              params: { list },
              body: {
                key: choice.key,
                labelTh: choice.labelTh,
                labelEn: choice.labelEn,
                colour: colourOf(choice.colour),
                archived: false,
              },
            }),
        }),
      })
    } catch (error) {
      toast.problem(error)
    }
  }
  const move = async (at: number, by: number) => {
    try {
      await order.run({
        params: { list },
        body: { keys: [...reordered(living, at, by), ...archived].map((choice) => choice.key) },
      })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <div className="sp-entries">
      <div className="sp-row">
        <h3 className="sp-grow">{label}</h3>
        <span className="sp-t3 sp-small">{t('settings.list.entries', { count: living.length })}</span>
      </div>
      {living.length === 0 && <p className="sp-t2 sp-table-text">{t('settings.list.none')}</p>}
      <ul>
        {living.map((choice, at) => (
          <EntryLine
            key={choice.key}
            choice={choice}
            kept={KEPT_CHOICES[list]?.includes(choice.key) ?? false}
            first={at === 0}
            last={at === living.length - 1}
            onWrite={(part) => void write(choice, part)}
            onMove={(by) => void move(at, by)}
          />
        ))}
        {archivedShown &&
          archived.map((choice) => (
            <ArchivedLine key={choice.key} choice={choice} onBack={() => void write(choice, { archived: false })} />
          ))}
      </ul>
      {archived.length > 0 && (
        <button type="button" className="sp-link sp-small" onClick={() => setArchivedShown(!archivedShown)}>
          {archivedShown ? t('settings.hide_archived') : t('settings.show_archived', { count: archived.length })}
        </button>
      )}
      <AddEntries list={list} />
    </div>
  )
}

type LineProps = {
  choice: Choice
  kept: boolean
  first: boolean
  last: boolean
  onWrite: (part: Partial<Choice>) => void
  onMove: (by: number) => void
}

function EntryLine({ choice, kept, first, last, onWrite, onMove }: LineProps) {
  const { t, lang } = useWords()
  const name = inLang(lang, choice.labelTh, choice.labelEn)
  return (
    <li className="sp-entry">
      <LabelInput label={`${name}: ${t('settings.name_th')}`} value={choice.labelTh} onSave={(labelTh) => onWrite({ labelTh })} />
      <LabelInput label={`${name}: ${t('settings.name_en')}`} value={choice.labelEn} onSave={(labelEn) => onWrite({ labelEn })} />
      <ColourChoice
        label={`${name}: ${t('settings.colour')}`}
        value={colourOf(choice.colour)}
        onChange={(colour) => onWrite({ colour })}
      />
      <OrderButtons name={name} first={first} last={last} onMove={onMove} />
      <Button
        size="compact-sm"
        variant="default"
        disabled={kept}
        title={kept ? t('settings.list.kept') : undefined}
        aria-label={`${t('settings.archive')} ${name}`}
        onClick={() => onWrite({ archived: true })}
      >
        {t('settings.archive')}
      </Button>
    </li>
  )
}

function ArchivedLine({ choice, onBack }: { choice: Choice; onBack: () => void }) {
  const { t, lang } = useWords()
  return (
    <li className="sp-entry sp-entry-archived">
      <span className="sp-t2">{inLang(lang, choice.labelTh, choice.labelEn)}</span>
      <Button size="compact-sm" variant="default" onClick={onBack}>
        {t('settings.unarchive')}
      </Button>
    </li>
  )
}

/** A label that is saved on leaving the field or Enter; Esc brings the old one back. */
function LabelInput({ label, value, onSave }: { label: string; value: string; onSave: (value: string) => void }) {
  const [typed, setTyped] = useState<string>()
  const done = () => {
    const next = typed?.trim()
    if (next && next !== value) onSave(next)
    setTyped(undefined)
  }
  return (
    <TextInput
      aria-label={label}
      value={typed ?? value}
      maxLength={120}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.code === 'Enter' || event.code === 'NumpadEnter') event.currentTarget.blur()
        if (event.code !== 'Escape') return
        event.stopPropagation()
        setTyped(undefined)
      }}
    />
  )
}

/** `ไทย | English` or `ไทย ⇥ English`; without a second part both labels are the same. */
function entryOf(line: string): { labelTh: string; labelEn: string } {
  const [labelTh = '', labelEn] = line.split(/\t|\|/).map((part) => part.trim())
  return { labelTh, labelEn: labelEn || labelTh }
}

function AddEntries({ list }: { list: string }) {
  const { t } = useWords()
  const toast = useToast()
  const refresh = useRefresh()
  const { draft: text = '', setDraft: setText } = useDraft<string>(`settings.list.${list}`)
  const [busy, setBusy] = useState(false)
  const entries = text
    .split('\n')
    .map(entryOf)
    .filter((entry) => entry.labelTh !== '')
  const add = async () => {
    if (entries.length === 0 || busy) return
    setBusy(true)
    try {
      for (const entry of entries) await call('saveChoice', { params: { list }, body: entry })
      setText(undefined)
      toast.show({ text: t('settings.list.added', { count: entries.length }) })
    } catch (error) {
      toast.problem(error)
    }
    await refresh()
    setBusy(false)
  }
  return (
    <div className="sp-add-entries">
      <Textarea
        label={t('settings.list.add')}
        description={t('settings.list.add_hint')}
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button variant="default" loading={busy} disabled={entries.length === 0} onClick={() => void add()}>
        {t('settings.list.add_go', { count: entries.length })}
      </Button>
    </div>
  )
}
