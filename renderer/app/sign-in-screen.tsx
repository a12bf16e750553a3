import { Button, NativeSelect, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import type { Session } from '../../core/contract/office.ts'
import { Logo } from '../components/logo.tsx'
import { problemWords } from '../lib/problem.ts'
import { useCommand } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'
import { LeaveOffice } from './leave-office.tsx'
import './welcome.css'

/** Who is here, and his password. */
export function SignInScreen({ session }: { session: Session }) {
  const words = useWords()
  const { t } = words
  const { run, busy, error } = useCommand('signIn')
  const [userId, setUserId] = useState(session.users[0]?.id ?? '')
  const [password, setPassword] = useState('')
  return (
    <main className="sp-welcome">
      <form
        className="sp-welcome-card"
        onSubmit={(event) => {
          event.preventDefault()
          void run({ body: { userId, password } }).catch(() => setPassword(''))
        }}
      >
        <Logo size={40} />
        <h1>{session.company?.name ?? t('signin.title')}</h1>
        <NativeSelect
          label={t('signin.who')}
          value={userId}
          onChange={(event) => setUserId(event.currentTarget.value)}
          data={session.users.map((user) => ({ value: user.id, label: user.nick || user.name }))}
        />
        <PasswordInput
          label={t('signin.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoFocus
          error={error ? problemWords(words, error).text : null}
        />
        <Button type="submit" size="md" loading={busy} disabled={password === ''}>
          {t('signin.go')}
        </Button>
        <LeaveOffice />
      </form>
    </main>
  )
}
