import { Button, Checkbox } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { UserInfo } from '../../../core/contract/office.ts'
import type { AccessRules, TeamInfo } from '../../../core/contract/people.ts'
import { Mark } from '../../components/mark.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { CodeDialog, type HandedCode } from './code-dialog.tsx'
import { DeviceTable } from './device-table.tsx'
import { HandOverDialog } from './hand-over-dialog.tsx'
import { type EditedPerson, PersonDialog } from './person-dialog.tsx'
import { SectionHead } from './section-head.tsx'
import { TeamSettings } from './team-settings.tsx'

/** Who works here, in which teams, how they come in, and where they are signed in. */
export function PeopleSettings() {
  const { t } = useWords()
  const [editing, setEditing] = useState<EditedPerson>()
  const [code, setCode] = useState<HandedCode>()
  const [leaving, setLeaving] = useState<{ id: string; name: string }>()
  const { data, error, refetch } = useRead('listTeams', {})
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />
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
      {!data && <SkeletonRows count={6} />}
      {data && (
        <>
          <PeopleTable teams={data.teams} onEdit={setEditing} onCode={setCode} onHandOver={setLeaving} />
          <TeamSettings teams={data.teams} />
          <SignInRules />
          <Devices />
          {editing && (
            <PersonDialog
              key={editing.id ?? 'new'}
              person={editing}
              teams={data.teams}
              onClose={() => setEditing(undefined)}
              onCode={setCode}
            />
          )}
        </>
      )}
      {leaving && <HandOverDialog person={leaving} onClose={() => setLeaving(undefined)} />}
      {code && <CodeDialog {...code} onClose={() => setCode(undefined)} />}
    </>
  )
}

type PeopleTableProps = {
  teams: readonly TeamInfo[]
  onEdit: (person: EditedPerson) => void
  onCode: (code: HandedCode) => void
  onHandOver: (person: { id: string; name: string }) => void
}

function PeopleTable({ teams, onEdit, onCode, onHandOver }: PeopleTableProps) {
  const { t, find } = useWords()
  const nameOf = useRoleName()
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
  const { data: signedIn } = useRead('listSessions', {})
  const { data: known } = useRead('listRoles', {})
  const makeCode = useCommand('makeCode')
  const people = [...office.users].sort((a, b) => Number(b.active) - Number(a.active))
  const roleName = (key: string) => {
    const role = known?.roles.find((each) => each.key === key)
    return role ? nameOf(role) : (find(`settings.role.${key}`) ?? key)
  }
  const seen = (person: UserInfo) => {
    const last = signedIn?.sessions.find((session) => session.userId === person.id)
    if (last) return dates.when(last.seenAt)
    return person.hasPassword ? '–' : t('settings.people.no_password')
  }
  const hand = async (person: UserInfo) => {
    try {
      onCode({ name: person.nick || person.name, ...(await makeCode.run({ params: { id: person.id } })) })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <table className="sp-set-table sp-stacks sp-people">
      <thead>
        <tr>
          <th scope="col">{t('settings.people.name')}</th>
          <th scope="col">{t('settings.people.role')}</th>
          <th scope="col" className="sp-desk">
            {t('settings.people.teams')}
          </th>
          <th scope="col" className="sp-desk">
            {t('settings.people.seen')}
          </th>
          <th aria-hidden />
        </tr>
      </thead>
      <tbody>
        {people.map((person) => {
          const name = person.nick || person.name
          const { id, nick, role, active } = person
          return (
            <tr key={id}>
              <td>
                {nick && <span className="sp-strong sp-nowrap">{nick} </span>}
                <span className={nick ? 'sp-t2' : 'sp-strong'}>{person.name}</span>{' '}
                {id === office.me.id && <span className="sp-t3 sp-small">({t('settings.people.me')})</span>}
              </td>
              <td>{active ? roleName(role) : <Mark>{t('settings.people.left')}</Mark>}</td>
              <td className="sp-t2" data-label={t('settings.people.teams')}>
                {teams
                  .filter((team) => team.members.includes(id))
                  .map((team) => team.name)
                  .join(', ') || '–'}
              </td>
              <td className="sp-t2" data-label={t('settings.people.seen')}>
                {active ? seen(person) : ''}
              </td>
              <td className="sp-set-acts sp-stacks-end">
                {active && id !== office.me.id && (
                  <button
                    type="button"
                    className="sp-link"
                    aria-label={t('settings.people.code_for', { name })}
                    onClick={() => void hand(person)}
                  >
                    {t('settings.people.code')}
                  </button>
                )}
                {id !== office.me.id && (
                  <button
                    type="button"
                    className="sp-link"
                    aria-label={t('handover.action_of', { name })}
                    onClick={() => onHandOver({ id, name })}
                  >
                    {t('handover.action')}
                  </button>
                )}
                <button
                  type="button"
                  className="sp-link"
                  aria-label={t('settings.people.edit', { name })}
                  onClick={() => onEdit({ id, name: person.name, nick, role, active })}
                >
                  {t('action.edit')}
                </button>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function SignInRules() {
  const { t } = useWords()
  const toast = useToast()
  const { me } = useOffice()
  const { data } = useRead('getAccessRules', {})
  const { data: own } = useRead('getTotp', {})
  const { run, busy } = useCommand('saveAccessRules')
  if (!data || !own) return null
  const ownFirst = !data.codeForAdmins && me.hasPassword && !own.on
  const put = (part: Partial<AccessRules>) =>
    run({ body: { ...data, ...part } })
      .then(() => toast.show({ text: t('toast.saved') }))
      .catch(toast.problem)
  return (
    <section className="sp-set-block sp-set-wide">
      <h3>{t('settings.signin.title')}</h3>
      <Checkbox
        size="sm"
        label={t('settings.signin.names')}
        description={t('settings.signin.names_hint')}
        checked={data.namesShown}
        disabled={busy}
        onChange={(event) => void put({ namesShown: event.currentTarget.checked })}
      />
      <Checkbox
        size="sm"
        label={t('settings.signin.code_for_admins')}
        description={t('settings.signin.code_for_admins_hint')}
        checked={data.codeForAdmins}
        disabled={busy || ownFirst}
        onChange={(event) => void put({ codeForAdmins: event.currentTarget.checked })}
      />
      {ownFirst && (
        <p className="sp-t2 sp-table-text">
          {t('error.totp.own_first')}{' '}
          <Link to="/settings" search={{ tab: 'me' }} className="sp-link">
            {t('settings.tab.me')}
          </Link>
        </p>
      )}
    </section>
  )
}

function Devices() {
  const { t } = useWords()
  const { data } = useRead('listSessions', {})
  const end = useCommand('endSession')
  if (!data) return null
  return (
    <section className="sp-set-block sp-set-wide">
      <h3>{t('devices.title')}</h3>
      {data.sessions.length === 0 ? (
        <p className="sp-t3 sp-table-text">{t('devices.none')}</p>
      ) : (
        <DeviceTable people sessions={data.sessions} onEnd={(id) => end.run({ params: { id } })} />
      )}
    </section>
  )
}
