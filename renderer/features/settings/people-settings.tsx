import { Button, Checkbox, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { BUILT_IN_ROLES } from '../../../core/access/policy.ts'
import type { UserInfo } from '../../../core/contract/office.ts'
import { AppError } from '../../../core/errors.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Mark } from '../../components/mark.tsx'
import { SaveActions } from '../../components/save-actions.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKept } from '../../lib/drafts.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { OwnPassword } from './own-password.tsx'
import { SectionHead } from './section-head.tsx'

type Person = { id?: string | undefined; name: string; nick: string; role: string; active: boolean }

/** Who works here and what each may do; and one's own password. */
export function PeopleSettings() {
  const { t, find } = useWords()
  const office = useOffice()
  const [editing, setEditing] = useState<Person>()
  const people = [...office.users].sort((a, b) => Number(b.active) - Number(a.active))
  return (
    <>
      <SectionHead title={t('settings.tab.people')}>
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setEditing({ name: '', nick: '', role: 'sales', active: true })}
        >
          {t('settings.people.add')}
        </Button>
      </SectionHead>
      <table className="sp-set-table sp-stacks">
        <thead>
          <tr>
            <th>{t('settings.people.name')}</th>
            <th>{t('settings.people.role')}</th>
            <th>{t('settings.people.password')}</th>
            <th aria-hidden />
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <td>
                <div className="cut">
                  {person.nick && <span className="sp-strong">{person.nick} </span>}
                  <span className={person.nick ? 'sp-t2' : 'sp-strong'}>{person.name}</span>{' '}
                  {person.id === office.me.id && <span className="sp-t3 sp-small">({t('settings.people.me')})</span>}
                </div>
              </td>
              <td>
                {person.active ? (find(`settings.role.${person.role}`) ?? person.role) : <Mark>{t('settings.people.left')}</Mark>}
              </td>
              <td className="sp-t2" data-label={t('settings.people.password')}>
                {person.hasPassword ? t('settings.people.has_password') : t('settings.people.no_password')}
              </td>
              <td className="sp-set-acts sp-stacks-end">
                <button
                  type="button"
                  className="sp-link"
                  aria-label={t('settings.people.edit', { name: person.nick || person.name })}
                  onClick={() => setEditing(person)}
                >
                  {t('action.edit')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <OwnPassword />
      {editing && <PersonDialog key={editing.id ?? 'new'} person={editing} onClose={() => setEditing(undefined)} />}
    </>
  )
}

function PersonDialog({ person: first, onClose }: { person: Person | UserInfo; onClose: () => void }) {
  const { t, find } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('saveUser')
  const {
    value: person,
    put,
    clear,
    found,
  } = useKept<Person>(`settings.person.${first.id ?? 'new'}`, () => ({
    id: first.id,
    name: first.name,
    nick: first.nick,
    role: first.role,
    active: first.active,
  }))
  const discard = () => {
    clear()
    onClose()
  }
  const save = async () => {
    if (!person.name.trim() || busy) return
    try {
      await run({
        body: {
          ...(person.id && { id: person.id }),
          name: person.name,
          nick: person.nick,
          role: person.role,
          active: person.active,
        },
      })
      toast.show({ text: t('settings.people.saved', { name: person.nick || person.name }) })
      discard()
    } catch (error) {
      // The one rule behind this refusal: somebody must always be able to run the office.
      if (error instanceof AppError && error.code === 'request.invalid' && error.params.field === 'role')
        toast.show({ text: t('settings.people.owner_needed'), tone: 'bad' })
      else toast.problem(error)
    }
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={person.id ? t('settings.people.edit', { name: first.nick || first.name }) : t('settings.people.add')}
      size={480}
      note={found && t('draft.found')}
      actions={
        <SaveActions
          save={t('action.save')}
          busy={busy}
          disabled={!person.name.trim()}
          onSave={() => void save()}
          onDiscard={discard}
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
        data={BUILT_IN_ROLES.map((role) => ({ value: role.key, label: find(`settings.role.${role.key}`) ?? role.key }))}
        value={person.role}
        onChange={(role) => role && put({ role })}
        allowDeselect={false}
      />
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
