import { IconLock } from '@tabler/icons-react'
import type { ReadOnlyReason } from '../../core/read-only.ts'
import { useWords } from '../lib/words.ts'
import { READ_ONLY_WORDS } from './read-only-words.ts'
import './welcome.css'

/** Says to who is not in yet why nothing can be saved: what awaits him there. */
export function ReadOnlyNote({ reason }: { reason: ReadOnlyReason }) {
  const { t } = useWords()
  return (
    <p className="sp-welcome-note" role="status">
      <IconLock size={18} aria-hidden />
      <span>
        <strong>{t(READ_ONLY_WORDS[reason].title)}</strong> {t(READ_ONLY_WORDS[reason].text)}
      </span>
    </p>
  )
}
