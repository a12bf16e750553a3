import { Button, MultiSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { TeamInfo } from '../../../core/contract/people.ts'
import { Dialog } from '../../components/dialog.tsx'
import { KeyCap } from '../../components/key-cap.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKeys } from '../../lib/keys.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** The teams and who is in each. */
export function TeamSettings({ teams }: { teams: readonly TeamInfo[] }) {
  const { t } = useWords()
  const office = useOffice()
  const [editing, setEditing] = useState<Partial<TeamInfo>>()
  return (
    <section className="sp-set-block sp-set-wide">
      <div className="sp-row sp-set-head">
        <div className="sp-grow">
          <h3>{t('settings.team.title')}</h3>
          <p className="sp-t2 sp-table-text">{t('settings.team.note')}</p>
        </div>
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing({})}>
          {t('settings.team.add')}
        </Button>
      </div>
      {teams.length === 0 && <p className="sp-t3 sp-table-text">{t('settings.team.none')}</p>}
      {teams.length > 0 && (
        <table className="sp-set-table">
          <thead>
            <tr>
              <th scope="col">{t('settings.team.name')}</th>
              <th scope="col">{t('settings.team.members')}</th>
              <th aria-hidden />
            </tr>
          </thead>
          <tbody>
            {teams.map((team) => (
              <tr key={team.id}>
                <td className="sp-strong">{team.name}</td>
                <td className="sp-t2">{team.members.map((id) => office.userLabel(id)).join(', ') || '–'}</td>
                <td className="sp-set-acts">
                  <button
                    type="button"
                    className="sp-link"
                    aria-label={t('settings.team.edit', { name: team.name })}
                    onClick={() => setEditing(team)}
                  >
                    {t('action.edit')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing && <TeamDialog key={editing.id ?? 'new'} team={editing} onClose={() => setEditing(undefined)} />}
    </section>
  )
}

function TeamDialog({ team, onClose }: { team: Partial<TeamInfo>; onClose: () => void }) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const save = useCommand('saveTeam')
  const remove = useCommand('deleteTeam')
  const [name, setName] = useState(team.name ?? '')
  const [members, setMembers] = useState(team.members ?? [])
  const attempt = async (work: () => Promise<unknown>, said: string) => {
    if (save.busy || remove.busy) return
    try {
      await work()
      toast.show({ text: said })
      onClose()
    } catch (error) {
      toast.problem(error)
    }
  }
  const saveTeam = () =>
    name.trim() &&
    void attempt(
      () => save.run({ body: { ...(team.id && { id: team.id }), name, members } }),
      t('settings.team.saved', { name: name.trim() }),
    )
  useKeys({ F9: () => void saveTeam() }, { always: true, onTop: true })
  const { id } = team
  return (
    <Dialog
      opened
      onClose={onClose}
      title={team.name ? t('settings.team.edit', { name: team.name }) : t('settings.team.add')}
      size={480}
      note={
        id && (
          <button
            type="button"
            className="sp-link sp-table-text"
            onClick={() =>
              void attempt(() => remove.run({ params: { id } }), t('settings.team.removed', { name: team.name ?? '' }))
            }
          >
            {t('settings.team.remove')}
          </button>
        )
      }
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
          <Button onClick={saveTeam} loading={save.busy} disabled={!name.trim()} rightSection={<KeyCap onFill>F9</KeyCap>}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('settings.team.name')}
        value={name}
        onChange={(text) => setName(text ?? '')}
        required
        autoFocus
        maxLength={120}
      />
      <MultiSelect
        label={t('settings.team.members')}
        data={office.options('user', members)}
        value={members}
        onChange={setMembers}
        searchable
        hidePickedOptions
      />
    </Dialog>
  )
}
