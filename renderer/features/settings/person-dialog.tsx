import { Button, Checkbox, MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import type { TeamInfo } from '../../../core/contract/people.ts'
import { Dialog } from '../../components/dialog.tsx'
import { KeyCap } from '../../components/key-cap.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKeys } from '../../lib/keys.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import type { HandedCode } from './code-dialog.tsx'

/** A person as the dialog edits him; without an id he is new. */
export type EditedPerson = { id?: string | undefined; name: string; nick: string; role: string; active: boolean }

type PersonDialogProps = {
  person: EditedPerson
  teams: readonly TeamInfo[]
  onClose: () => void
  /** A new person is given a code at once, by which he sets his password. */
  onCode: (code: HandedCode) => void
}

/** Adds a person, or changes what he is called, what he may do and with whom he works. */
export function PersonDialog({ person: first, teams, onClose, onCode }: PersonDialogProps) {
  const { t, find, lang } = useWords()
  const toast = useToast()
  const save = useCommand('saveUser')
  const makeCode = useCommand('makeCode')
  const end = useCommand('endTotpOf')
  const { me } = useOffice()
  const { data: known } = useRead('listRoles', {})
  const [person, setPerson] = useState<EditedPerson>(first)
  const [mine, setMine] = useState(() => teams.filter((team) => first.id && team.members.includes(first.id)).map(({ id }) => id))
  const put = (part: Partial<EditedPerson>) => setPerson((old) => ({ ...old, ...part }))
  const busy = save.busy || makeCode.busy
  const submit = async () => {
    if (!person.name.trim() || busy) return
    try {
      const { name, nick, role, active } = person
      const { id } = await save.run({ body: { ...(person.id && { id: person.id }), name, nick, role, active, teams: mine } })
      const called = nick || name
      if (person.id) toast.show({ text: t('settings.people.saved', { name: called }) })
      else onCode({ name: called, ...(await makeCode.run({ params: { id } })) })
      onClose()
    } catch (error) {
      toast.problem(error)
    }
  }
  const endTotp = async () => {
    if (!first.id) return
    try {
      await end.run({ params: { id: first.id } })
      toast.show({ text: t('totp.ended') })
    } catch (error) {
      toast.problem(error)
    }
  }
  useKeys({ F9: () => void submit() }, { always: true, onTop: true })
  const roles = (known?.roles ?? []).map((role) => ({
    value: role.key,
    label: find(`settings.role.${role.key}`) ?? inLang(lang, role.nameTh, role.nameEn),
  }))
  return (
    <Dialog
      opened
      onClose={onClose}
      title={person.id ? t('settings.people.edit', { name: first.nick || first.name }) : t('settings.people.add')}
      size={480}
      note={
        first.id &&
        first.id !== me.id && (
          <button type="button" className="sp-link sp-table-text" onClick={() => void endTotp()}>
            {t('totp.end')}
          </button>
        )
      }
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
          <Button
            onClick={() => void submit()}
            loading={busy}
            disabled={!person.name.trim()}
            rightSection={<KeyCap onFill>F9</KeyCap>}
          >
            {person.id ? t('action.save') : t('settings.people.add_and_code')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('settings.people.name')}
        value={person.name}
        onChange={(name) => put({ name: name ?? '' })}
        required
        autoFocus
        maxLength={120}
      />
      <TextField
        label={t('settings.people.nick')}
        value={person.nick}
        onChange={(nick) => put({ nick: nick ?? '' })}
        maxLength={60}
      />
      <Select
        label={t('settings.people.role')}
        description={find(`settings.role_hint.${person.role}`)}
        inputWrapperOrder={['label', 'input', 'description']}
        data={roles}
        value={person.role}
        onChange={(role) => role && put({ role })}
        allowDeselect={false}
      />
      {teams.length > 0 && (
        <MultiSelect
          label={t('settings.people.teams')}
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          value={mine}
          onChange={setMine}
          hidePickedOptions
        />
      )}
      {person.id && (
        <Checkbox
          size="sm"
          label={t('settings.people.active')}
          description={t('settings.people.left_hint')}
          checked={person.active}
          onChange={(event) => put({ active: event.currentTarget.checked })}
        />
      )}
    </Dialog>
  )
}
