import { useState } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import { ChoiceField } from '../components/choice-field.tsx'
import { Dialog } from '../components/dialog.tsx'
import { SaveActions } from '../components/save-actions.tsx'
import { useToast } from '../components/toast.tsx'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { useSaveRecord } from './save-record.tsx'

type Props = { entity: string; owner: string; row: RecordRow; onClose: () => void }

/** Gives a record to somebody else. */
export function AssignDialog({ entity, owner, row, onClose }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const save = useSaveRecord()
  const before = row[owner] as string | undefined
  const [to, setTo] = useState<string | undefined>(before)
  const [busy, setBusy] = useState(false)
  const give = async () => {
    if (to === before) return onClose()
    setBusy(true)
    try {
      const written = await save(entity, row, { [owner]: to ?? null })
      if (!written) return
      onClose()
      toast.show({
        text: t('assign.done', { title: row.title, who: office.userLabel(to) }),
        undo: () => save(entity, { ...row, version: written.version, [owner]: to }, { [owner]: before ?? null }),
      })
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('assign.title', { title: row.title })}
      size={420}
      actions={<SaveActions save={t('keys.assign')} busy={busy} onSave={() => void give()} onDiscard={onClose} />}
    >
      <ChoiceField
        label={office.fieldLabel(entity, owner)}
        value={to}
        onChange={setTo}
        options={office.options('user', [before ?? ''])}
        autoFocus
      />
    </Dialog>
  )
}
