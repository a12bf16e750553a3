import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Logo } from '../components/logo.tsx'
import { problemWords } from '../lib/problem.ts'
import { useCommand } from '../lib/queries.ts'
import { type Lang, useSetLanguage, useWords } from '../lib/words.ts'
import './welcome.css'

const SHORTEST_PASSWORD = 8

/** The token that the host's QR code carries behind `#`, where no server reads it. */
const scannedToken = (): string => new URLSearchParams(location.hash.slice(1)).get('setup') ?? ''

type SetUpProps = { claim: boolean; onJoin?: (() => void) | undefined; onRestore: () => void }

/**
 * The first run: three questions, and the office is there.
 * @param claim the host is another machine: its token is asked for, and a password to come in by
 * @param onJoin the way to an office that there is already, where it can be gone
 * @param onRestore the way to an office that lies in a backup
 */
export function SetUpScreen({ claim, onJoin, onRestore }: SetUpProps) {
  const words = useWords()
  const { t, lang } = words
  const setLanguage = useSetLanguage()
  const { run, busy, error } = useCommand('setUp')
  const [company, setCompany] = useState('')
  const [owner, setOwner] = useState('')
  const [token, setToken] = useState(scannedToken)
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const missing = (text: string) => (tried && text.trim() === '' ? t('field_error.required') : null)
  const start = async () => {
    setTried(true)
    if (company.trim() === '' || owner.trim() === '') return
    if (claim && (token.trim() === '' || password.length < SHORTEST_PASSWORD)) return
    await run({
      body: {
        company: { name: company },
        language: lang,
        ownerName: owner,
        ownerNick: owner.trim().split(/\s+/)[0],
        ...(claim && { token, password }),
      },
    })
      .then(() => claim && history.replaceState(null, '', location.pathname))
      .catch(() => undefined)
  }
  return (
    <main className="sp-welcome">
      <form
        className="sp-welcome-card"
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <Logo size={40} />
        <h1>{t('setup.title')}</h1>
        <p className="sp-t2">{claim ? t('setup.claim_text') : t('setup.text')}</p>
        <TextInput
          label={t('setup.company')}
          placeholder={t('setup.company_hint')}
          value={company}
          onChange={(event) => setCompany(event.currentTarget.value)}
          error={missing(company)}
          autoFocus
          required
        />
        <div>
          <div className="sp-t2 sp-table-text" id="language-label">
            {t('setup.language')}
          </div>
          <SegmentedControl
            aria-labelledby="language-label"
            value={lang}
            onChange={(value) => void setLanguage(value as Lang)}
            data={[
              { value: 'th', label: 'ไทย' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
        <TextInput
          label={t('setup.owner')}
          description={t('setup.owner_hint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          error={missing(owner)}
          required
        />
        {claim && (
          <>
            <PasswordInput
              label={t('setup.password')}
              description={t('setup.password_hint')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              error={tried && password.length < SHORTEST_PASSWORD ? t('settings.password.short') : null}
              autoComplete="new-password"
              required
            />
            <TextInput
              label={t('setup.token')}
              description={t('setup.token_hint')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              error={missing(token)}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              required
            />
          </>
        )}
        {error && (
          <p className="sp-bad" role="alert">
            {problemWords(words, error).text}
          </p>
        )}
        <Button type="submit" size="md" loading={busy}>
          {t('setup.start')}
        </Button>
        <p className="sp-t3 sp-small">{claim ? t('setup.next') : `${t('setup.next')} · ${t('setup.no_password')}`}</p>
        <div className="sp-welcome-other">
          <span>{t('restore.offer')}</span>
          <Button variant="default" onClick={onRestore}>
            {t('restore.title')}
          </Button>
        </div>
        {onJoin && (
          <div className="sp-welcome-other">
            <span>{t('join.offer')}</span>
            <Button variant="default" onClick={onJoin}>
              {t('join.title')}
            </Button>
          </div>
        )}
      </form>
    </main>
  )
}
