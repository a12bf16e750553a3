import { useWords } from '../../lib/words.ts'
import { ToldSecretDialog } from './told-secret-dialog.tsx'

/** A key that was just made; the server tells it this once. */
export type ToldKey = { name: string; told: string }

const exampleOf = (key: string) =>
  `curl ${location.origin}/api/records/customer/list \\\n  -H 'authorization: Bearer ${key.slice(0, 10)}…' \\\n  -H 'content-type: application/json' -d '{}'`

/** The key to copy, and how a program uses it. */
export function ToldKeyDialog({ name, told, onClose }: ToldKey & { onClose: () => void }) {
  const { t } = useWords()
  return (
    <ToldSecretDialog
      title={t('api.told_title', { name })}
      text={t('api.told_text')}
      copy={t('api.told_copy')}
      secret={told}
      onClose={onClose}
    >
      <p className="sp-t2 sp-table-text">{t('api.told_how')}</p>
      <pre className="sp-told-how">{exampleOf(told)}</pre>
    </ToldSecretDialog>
  )
}
