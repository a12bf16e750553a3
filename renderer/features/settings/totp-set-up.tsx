import { Button, PasswordInput, TextInput } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { formatDate } from '../../../core/thai/date.ts'
import { Logo } from '../../components/logo.tsx'
import { Paper } from '../../components/paper.tsx'
import { problemWords } from '../../lib/problem.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import './totp.css'

type Step = { kind: 'password' } | { kind: 'scan'; secret: string; picture: string } | { kind: 'recovery'; codes: string[] }

/** Sets up codes of an app in three steps: the password, the picture with a first code, the recovery codes. */
export function TotpSetUp({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const [step, setStep] = useState<Step>({ kind: 'password' })
  switch (step.kind) {
    case 'password':
      return <AskPassword onBegun={(begun) => setStep({ kind: 'scan', ...begun })} />
    case 'scan':
      return <Scan secret={step.secret} picture={step.picture} onOn={(codes) => setStep({ kind: 'recovery', codes })} />
    case 'recovery':
      return (
        <div className="sp-totp">
          <h3>{t('totp.recovery_title')}</h3>
          <p className="sp-t2 sp-table-text">{t('totp.recovery_text')}</p>
          <Codes codes={step.codes} />
          <div className="sp-row">
            <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()} data-autofocus>
              {t('totp.print')}
            </Button>
            <Button variant="default" onClick={onDone}>
              {t('totp.kept')}
            </Button>
          </div>
          <Sheet codes={step.codes} />
        </div>
      )
  }
}

const Codes = ({ codes }: { codes: string[] }) => (
  <ul className="sp-totp-codes">
    {codes.map((code) => (
      <li key={code}>{code}</li>
    ))}
  </ul>
)

/** The codes on paper, with whose they are: who finds the sheet in a drawer years later knows what it is. */
function Sheet({ codes }: { codes: string[] }) {
  const { t, lang } = useWords()
  const { data: session } = useRead('getSession', {})
  return (
    <Paper>
      <div className="sp-row">
        <Logo size={24} />
        <strong>{t('totp.sheet_title')}</strong>
      </div>
      <p>
        {[session?.company?.name, session?.user?.name].filter(Boolean).join(' · ')}
        {session && (
          <>
            <br />
            {t('totp.sheet_date', { date: formatDate(session.today, { lang, style: 'long' }) })}
          </>
        )}
      </p>
      <Codes codes={codes} />
      <p>{t('totp.sheet_text')}</p>
    </Paper>
  )
}

function AskPassword({ onBegun }: { onBegun: (begun: { secret: string; picture: string }) => void }) {
  const words = useWords()
  const { t } = words
  const { run, busy, error } = useCommand('beginTotp')
  const [password, setPassword] = useState('')
  return (
    <Form onSubmit={() => run({ body: { password } }).then(onBegun)}>
      <PasswordInput
        label={t('settings.password.current')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        error={error ? problemWords(words, error).text : null}
        data-autofocus
      />
      <Button type="submit" loading={busy} disabled={password === ''}>
        {t('totp.next')}
      </Button>
    </Form>
  )
}

type ScanProps = { secret: string; picture: string; onOn: (codes: string[]) => void }

function Scan({ secret, picture, onOn }: ScanProps) {
  const words = useWords()
  const { t } = words
  const { run, busy, error } = useCommand('confirmTotp')
  const [code, setCode] = useState('')
  return (
    <Form onSubmit={() => run({ body: { code } }).then(({ recoveryCodes }) => onOn(recoveryCodes))}>
      <p>{t('totp.scan')}</p>
      <img className="sp-totp-picture" alt={t('totp.picture')} src={`data:image/svg+xml;utf8,${encodeURIComponent(picture)}`} />
      <p className="sp-t2 sp-table-text">
        {t('totp.by_hand')}
        <br />
        <strong>{secret.replace(/(.{4})/g, '$1 ').trim()}</strong>
      </p>
      <TextInput
        label={t('totp.code')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        error={error ? problemWords(words, error).text : null}
        data-autofocus
        autoFocus
      />
      <Button type="submit" loading={busy} disabled={code.replace(/\s/g, '').length !== 6}>
        {t('totp.turn_on')}
      </Button>
    </Form>
  )
}

/** The error of a refusal stands beside the field. */
function Form({ onSubmit, children }: { onSubmit: () => Promise<unknown>; children: ReactNode }) {
  return (
    <form
      className="sp-totp"
      onSubmit={(event) => {
        event.preventDefault()
        void onSubmit().catch(() => undefined)
      }}
    >
      {children}
    </form>
  )
}
