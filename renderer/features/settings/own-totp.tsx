import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { problemWords } from '../../lib/problem.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { TotpSetUp } from './totp-set-up.tsx'

/** Codes of an app beside one's own password: on, off, and how many recovery codes are left. */
export function OwnTotp() {
  const { t } = useWords()
  const { me } = useOffice()
  const { data } = useRead('getTotp', {})
  const [asking, setAsking] = useState<'set-up' | 'end'>()
  const close = () => setAsking(undefined)
  if (!data) return null
  return (
    <section className="sp-set-block">
      <h3>{t('totp.title')}</h3>
      <p className="sp-t2 sp-table-text">
        {data.on ? t('totp.is_on', { count: data.recoveryCodes }) : me.hasPassword ? t('totp.off') : t('totp.no_password')}
      </p>
      {me.hasPassword && (
        <Button variant="default" onClick={() => setAsking(data.on ? 'end' : 'set-up')}>
          {data.on ? t('totp.end') : t('totp.set_up')}
        </Button>
      )}
      {asking === 'set-up' && (
        <Dialog opened onClose={close} title={t('totp.set_up')} size={440}>
          <TotpSetUp onDone={close} />
        </Dialog>
      )}
      {asking === 'end' && <EndDialog onClose={close} />}
    </section>
  )
}

function EndDialog({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const toast = useToast()
  const { run, busy, error } = useCommand('endTotp')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const ready = password !== '' && code.trim() !== ''
  const end = async () => {
    try {
      await run({ body: { password, code } })
    } catch {
      // The refusal stands beside the field.
      return
    }
    toast.show({ text: t('totp.ended') })
    onClose()
  }
  return (
    <FormDialog
      title={t('totp.end')}
      size={440}
      verb={t('totp.end')}
      leave={t('action.back')}
      busy={busy}
      ready={ready}
      onSubmit={() => void end()}
      onClose={onClose}
    >
      <PasswordInput
        label={t('settings.password.current')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        data-autofocus
      />
      <TextInput
        label={t('totp.code_or_recovery')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="one-time-code"
        maxLength={40}
        error={error ? problemWords(words, error).text : null}
      />
    </FormDialog>
  )
}
