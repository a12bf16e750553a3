import { PasswordInput } from '@mantine/core'
import { useWords } from '../../lib/words.ts'

/** The passphrase of a backup that was made on another PC, or under an earlier one. */
export function PassphraseField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useWords()
  return (
    <PasswordInput
      label={t('settings.backup.passphrase')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
      data-autofocus
    />
  )
}
