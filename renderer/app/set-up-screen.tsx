import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Logo } from '../components/logo.tsx'
import { problemWords } from '../lib/problem.ts'
import { useCommand } from '../lib/queries.ts'
import { type Lang, useSetLanguage, useWords } from '../lib/words.ts'
import './welcome.css'

/** The first run: three questions, and the office is there. */
export function SetUpScreen() {
  const words = useWords()
  const { t, lang } = words
  const setLanguage = useSetLanguage()
  const { run, busy, error } = useCommand('setUp')
  const [company, setCompany] = useState('')
  const [owner, setOwner] = useState('')
  const [tried, setTried] = useState(false)
  const missing = (text: string) => (tried && text.trim() === '' ? t('field_error.required') : null)
  const start = async () => {
    setTried(true)
    if (company.trim() === '' || owner.trim() === '') return
    await run({
      body: { company: { name: company }, language: lang, ownerName: owner, ownerNick: owner.trim().split(/\s+/)[0] },
    }).catch(() => undefined)
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
        <p className="sp-t2">{t('setup.text')}</p>
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
            onChange={(value) => setLanguage(value as Lang)}
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
        {error && (
          <p className="sp-bad" role="alert">
            {problemWords(words, error).text}
          </p>
        )}
        <Button type="submit" size="md" loading={busy}>
          {t('setup.start')}
        </Button>
        <p className="sp-t3 sp-small">
          {t('setup.next')} · {t('setup.no_password')}
        </p>
      </form>
    </main>
  )
}
