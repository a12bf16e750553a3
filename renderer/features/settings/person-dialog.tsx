import { Checkbox, MultiSelect, Select } from '@mantine/core'
import type { TeamInfo } from '../../../core/contract/people.ts'
import { Dialog } from '../../components/dialog.tsx'
import { SaveActions } from '../../components/save-actions.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKept } from '../../lib/drafts.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
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
  const { t, find } = useWords()
  const nameOf = useRoleName()
  const toast = useToast()
  const save = useCommand('saveUser')
  const makeCode = useCommand('makeCode')
  const end = useCommand('endTotpOf')
  const { me } = useOffice()
  const { data: known } = useRead('listRoles', {})
  const {
    value: person,
    put,
    clear,
    found,
  } = useKept(`settings.person.${first.id ?? 'new'}`, () => ({
    ...first,
    teams: teams.filter((team) => first.id && team.members.includes(first.id)).map(({ id }) => id),
  }))
  const close = () => {
    clear()
    onClose()
  }
  const busy = save.busy || makeCode.busy
  const submit = async () => {
    if (!person.name.trim() || busy) return
    try {
      const { name, nick, role, active, teams: mine } = person
      const { id } = await save.run({ body: { ...(person.id && { id: person.id }), name, nick, role, active, teams: mine } })
      const called = nick || name
      if (person.id) toast.show({ text: t('settings.people.saved', { name: called }) })
      else onCode({ name: called, ...(await makeCode.run({ params: { id } })) })
      close()
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
  const roles = (known?.roles ?? []).map((role) => ({
    value: role.key,
    label: nameOf(role),
  }))
  return (
    <Dialog
      opened
      onClose={onClose}
      title={person.id ? t('settings.people.edit', { name: first.nick || first.name }) : t('settings.people.add')}
      size={480}
      note={
        found ? (
          t('draft.found')
        ) : first.id && first.id !== me.id ? (
          <button type="button" className="sp-link sp-table-text" onClick={() => void endTotp()}>
            {t('totp.end')}
          </button>
        ) : null
      }
      actions={
        <SaveActions
          save={person.id ? t('action.save') : t('settings.people.add_and_code')}
          busy={busy}
          disabled={!person.name.trim()}
          onSave={() => void submit()}
          onDiscard={close}
        />
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
          value={person.teams}
          onChange={(chosen) => put({ teams: chosen })}
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
