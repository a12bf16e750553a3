import { useState } from 'react'
import { ChoiceField, TagsField } from '../components/choice-field.tsx'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'

/** Whose all that is ticked becomes; the choice does it. */
export function AssignForm({ label, onDone }: { label: string; onDone: (owner: string) => void }) {
  const office = useOffice()
  return (
    <ChoiceField
      inPopover
      label={label}
      value={undefined}
      options={office.options('user')}
      onChange={(owner) => owner && onDone(owner)}
      autoFocus
    />
  )
}

/** Which tags all that is ticked gets and loses. */
export function TagsForm({ onDone }: { onDone: (add: string[], remove: string[]) => void }) {
  const { t } = useWords()
  const [add, setAdd] = useState<string[] | undefined>()
  const [remove, setRemove] = useState<string[] | undefined>()
  return (
    <form
      className="sp-condition"
      onSubmit={(event) => {
        event.preventDefault()
        if (add || remove) onDone(add ?? [], remove ?? [])
      }}
    >
      <TagsField label={t('list.tag')} value={add} onChange={setAdd} autoFocus />
      <TagsField label={t('bulk.untag')} value={remove} onChange={setRemove} />
      <button type="submit" className="sp-tool">
        {t('list.tag')}
      </button>
    </form>
  )
}
