import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

const SHORTEST = 8

/** One's own password: set, changed, or done without. */
export function OwnPassword() {
  const { t } = useWords()
  const { me } = useOffice()
  const [asking, setAsking] = useState<'change' | 'remove'>()
  return (
    <section className="sp-set-block">
      <h3>{t('settings.password.title')}</h3>
      <p className="sp-t2 sp-table-text">{me.hasPassword ? t('settings.password.set') : t('settings.password.none')}</p>
      <div className="sp-row">
        <Button variant="default" onClick={() => setAsking('change')}>
          {me.hasPassword ? t('settings.password.change') : t('settings.password.make')}
        </Button>
        {me.hasPassword && me.role === 'owner' && (
          <Button variant="default" onClick={() => setAsking('remove')}>
            {t('settings.password.remove')}
          </Button>
        )}
      </div>
      {asking && <PasswordDialog remove={asking === 'remove'} has={me.hasPassword} onClose={() => setAsking(undefined)} />}
    </section>
  )
}

function PasswordDialog({ remove, has, onClose }: { remove: boolean; has: boolean; onClose: () => void }) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('setPassword')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const short = next !== '' && next.length < SHORTEST
  const differ = again !== '' && again !== next
  const ready = (!has || current !== '') && (remove || (next.length >= SHORTEST && again === next))
  const save = async () => {
    try {
      await run({ body: { ...(has && { current }), next: remove ? null : next } })
      toast.show({ text: remove ? t('settings.password.removed') : t('settings.password.changed') })
      onClose()
    } catch (error) {
      toast.problem(error)
    }
  }
  const verb = remove ? t('settings.password.remove') : has ? t('settings.password.change') : t('settings.password.make')
  return (
    <FormDialog title={verb} size={440} verb={verb} busy={busy} ready={ready} onSubmit={() => void save()} onClose={onClose}>
      {has && (
        <PasswordInput
          label={t('settings.password.current')}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
          data-autofocus
        />
      )}
      {!remove && (
        <>
          <PasswordInput
            label={t('settings.password.next')}
            description={t('settings.password.next_hint')}
            value={next}
            error={short ? t('settings.password.short') : null}
            onChange={(event) => setNext(event.currentTarget.value)}
            autoComplete="new-password"
            data-autofocus={has ? undefined : true}
          />
          <PasswordInput
            label={t('settings.password.again')}
            value={again}
            error={differ ? t('settings.password.differ') : null}
            onChange={(event) => setAgain(event.currentTarget.value)}
            autoComplete="new-password"
          />
        </>
      )}
    </FormDialog>
  )
}
