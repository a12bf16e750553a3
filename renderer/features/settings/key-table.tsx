import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ApiKey } from '../../../core/contract/api-keys.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Mark } from '../../components/mark.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** The keys, what each may do, and when it was last used. */
export function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const nameOf = useRoleName()
  const { data: known } = useRead('listRoles', {})
  const [ending, setEnding] = useState<ApiKey>()
  const roleName = (key: string) => {
    const role = known?.roles.find((each) => each.key === key)
    return role ? nameOf(role) : key
  }
  const scopeText = ({ scope }: ApiKey) =>
    (['read', 'write'] as const)
      .flatMap((level) => {
        const named = Object.keys(scope).filter((entity) => scope[entity] === level)
        const entities = named.map((entity) => office.entityLabel(entity)).join(', ')
        return named.length > 0 ? [t(level === 'read' ? 'api.scope_reads' : 'api.scope_writes', { entities })] : []
      })
      .join(' · ')
  return (
    <>
      <table className="sp-set-table sp-stacks sp-keys">
        <thead>
          <tr>
            <th scope="col">{t('api.key')}</th>
            <th scope="col">{t('api.what')}</th>
            <th scope="col">{t('api.used')}</th>
            <th scope="col">{t('api.ends')}</th>
            <th aria-hidden />
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <td>
                <div>
                  <div className="sp-strong">{key.name}</div>
                  <div className="sp-t3 sp-small">
                    <code>{key.prefix}…</code> ·{' '}
                    {t('api.made_by', { who: office.userLabel(key.madeBy), when: dates.when(key.madeAt) })}
                  </div>
                </div>
              </td>
              <td data-label={t('api.what')}>
                <span>
                  {roleName(key.role)} <span className="sp-t2">· {scopeText(key)}</span>
                </span>
              </td>
              <td className="sp-t2" data-label={t('api.used')}>
                {key.usedAt ? dates.when(key.usedAt, true) : t('api.never_used')}
                {key.usedAt && <span className="sp-t3"> {key.usedFrom}</span>}
              </td>
              <td className="sp-t2 sp-nowrap" data-label={t('api.ends')}>
                {key.state !== 'good' ? (
                  <Mark>{t(`api.state.${key.state}`)}</Mark>
                ) : key.endsAt ? (
                  dates.when(key.endsAt)
                ) : (
                  t('api.endless')
                )}
              </td>
              <td className="sp-set-acts sp-stacks-end">
                {key.state !== 'revoked' && (
                  <button
                    type="button"
                    className="sp-link"
                    aria-label={t('api.revoke_of', { name: key.name })}
                    onClick={() => setEnding(key)}
                  >
                    {t('api.revoke')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {ending && <RevokeDialog apiKey={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function RevokeDialog({ apiKey: { id, name }, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('revokeKey')
  const revoke = async () => {
    try {
      await run({ params: { id } })
      toast.show({ text: t('api.revoked', { name }) })
    } catch (error) {
      toast.problem(error)
    }
    onClose()
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('api.revoke_title', { name })}
      size={480}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
          <Button loading={busy} onClick={() => void revoke()} data-autofocus>
            {t('api.revoke')}
          </Button>
        </>
      }
    >
      <p>{t('api.revoke_text')}</p>
    </Dialog>
  )
}
