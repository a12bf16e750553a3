import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Session } from '../../core/contract/office.ts'
import { AppError } from '../../core/errors.ts'
import { LeaveOffice } from '../components/leave-office.tsx'
import { Logo } from '../components/logo.tsx'
import { problemWords } from '../lib/problem.ts'
import { useCommand } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'
import { ReadOnlyNote } from './read-only-note.tsx'
import './welcome.css'

/**
 * Who is here, and his password; or the code by which he sets one. Who `wasIn` did not leave by himself (the window then starts anew): he is
 * told so, and that what he was typing is kept.
 */
export function SignInScreen({ session, wasIn }: { session: Session; wasIn: boolean }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [byCode, setByCode] = useState(false)
  useEffect(() => {
    // Whoever comes in next may not be who was here before: nothing of what that person saw is kept.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'getSession' })
  }, [client])
  return (
    <main className="sp-welcome">
      <div className="sp-welcome-card">
        <Logo size={40} />
        <h1>{session.company?.name ?? t('signin.title')}</h1>
        {session.readOnly && <ReadOnlyNote reason={session.readOnly} />}
        {wasIn && (
          <p className="sp-welcome-note is-told" role="status">
            <IconInfoCircle size={18} aria-hidden />
            <span>
              <strong>{t('signin.ended_title')}</strong> {t('signin.ended_text')}
            </span>
          </p>
        )}
        {byCode ? <CodeForm onDone={() => setByCode(false)} /> : <PasswordForm users={session.users} />}
        <button type="button" className="sp-link sp-table-text" onClick={() => setByCode(!byCode)}>
          {byCode ? t('signin.have_password') : t('signin.have_code')}
        </button>
        <LeaveOffice />
      </div>
    </main>
  )
}

function PasswordForm({ users }: { users: Session['users'] }) {
  const words = useWords()
  const { t } = words
  const { run, busy, error } = useCommand('signIn')
  const [userId, setUserId] = useState(users[0]?.id ?? '')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const typed = userId === ''
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  return (
    <form
      className="sp-welcome-form"
      onSubmit={(event) => {
        event.preventDefault()
        const more = asksCode ? { password, code } : { password }
        void run({ body: typed ? { name, ...more } : { userId, ...more } }).catch((problem: unknown) => {
          const missing = problem instanceof AppError && problem.code.startsWith('totp.')
          if (missing) setAsksCode(true)
          else setPassword('')
          setCode('')
        })
      }}
    >
      {users.length > 0 && (
        <NativeSelect
          label={t('signin.who')}
          value={userId}
          onChange={(event) => setUserId(event.currentTarget.value)}
          data={[
            ...users.map((user) => ({ value: user.id, label: user.nick || user.name })),
            { value: '', label: t('signin.other') },
          ]}
        />
      )}
      {typed && (
        <TextInput
          label={t('signin.name')}
          description={t('signin.name_hint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="username"
          autoFocus
        />
      )}
      <PasswordInput
        label={t('signin.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        autoFocus={!typed}
        error={error && !asksCode ? problemWords(words, error).text : null}
      />
      {asksCode && (
        <TextInput
          label={t('totp.code_or_recovery')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          maxLength={40}
          autoFocus
          error={error ? problemWords(words, error).text : null}
        />
      )}
      <Button
        type="submit"
        size="md"
        loading={busy}
        disabled={password === '' || (asksCode && code.trim() === '') || (typed && name.trim() === '')}
      >
        {t('signin.go')}
      </Button>
    </form>
  )
}

function CodeForm({ onDone }: { onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const { run, busy, error } = useCommand('useCode')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const aboutCode = error instanceof AppError && error.code === 'session.wrong_code'
  return (
    <form
      className="sp-welcome-form"
      onSubmit={(event) => {
        event.preventDefault()
        // Whoever has an authenticator app signs in by the new password and the app's code.
        void run({ body: { code, password } })
          .then(onDone)
          .catch(() => undefined)
      }}
    >
      <TextInput
        label={t('signin.code')}
        description={t('signin.code_hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        placeholder="XXXX-XXXX-XXXX"
        maxLength={40}
        autoFocus
        error={aboutCode ? problemWords(words, error).text : null}
      />
      <PasswordInput
        label={t('signin.new_password')}
        description={t('settings.password.next_hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="new-password"
        error={error && !aboutCode ? problemWords(words, error).text : null}
      />
      <Button type="submit" size="md" loading={busy} disabled={code.trim() === '' || password.length < 8}>
        {t('signin.use_code')}
      </Button>
    </form>
  )
}
