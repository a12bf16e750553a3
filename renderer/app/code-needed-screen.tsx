import { Logo } from '../components/logo.tsx'
import { TotpSetUp } from '../features/settings/totp-set-up.tsx'
import { useCommand, useRefresh } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'
import './welcome.css'

/** What stands before an admin of whom the office asks a code of an app: he sets it up, and goes on. */
export function CodeNeededScreen({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const refresh = useRefresh()
  const { run: signOut } = useCommand('signOut')
  return (
    <main className="sp-welcome">
      <div className="sp-welcome-card">
        <Logo size={40} />
        <h1>{t('totp.set_up')}</h1>
        <p className="sp-t2">{t('totp.must')}</p>
        <TotpSetUp
          onDone={() => {
            onDone()
            void refresh()
          }}
        />
        <button type="button" className="sp-link sp-table-text" onClick={() => void signOut({}).then(() => location.reload())}>
          {t('user.sign_out')}
        </button>
      </div>
    </main>
  )
}
