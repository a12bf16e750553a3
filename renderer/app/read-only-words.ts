import type { ReadOnlyReason } from '../../core/read-only.ts'
import type { WordKey } from '../../core/words/th.ts'

/** What each reason for which nothing can be saved is called, and what to do about it. */
export const READ_ONLY_WORDS = {
  'disk.full': { title: 'read_only.full_title', text: 'read_only.full_text' },
  'disk.failed': { title: 'read_only.failed_title', text: 'read_only.failed_text' },
  'database.checking': { title: 'read_only.checking_title', text: 'read_only.checking_text' },
  'database.damaged': { title: 'read_only.damaged_title', text: 'read_only.damaged_text' },
} as const satisfies Partial<Record<ReadOnlyReason, { title: WordKey; text: WordKey }>>
