import { useEffect, useRef } from 'react'
import { useToast } from '../components/toast.tsx'
import { useActions } from '../lib/actions.ts'
import { useDraft } from '../lib/drafts.ts'
import { isCovered, isTyping } from '../lib/keys.ts'
import { usePath } from '../lib/navigation.ts'
import { useWords } from '../lib/words.ts'
import type { PasteDraft } from '../records/paste-dialog.tsx'
import { useRecordActions } from '../records/record-actions.tsx'
import { entityInContext } from './new-in-context.ts'

/**
 * Pasting where nothing is being written makes a record of what was copied; a cell of a list that has the cursor takes its paste itself. At the
 * start of the window, a message that was pasted and never saved is offered again.
 */
export function usePaste(): void {
  const { t } = useWords()
  const toast = useToast()
  const path = usePath()
  const { paste } = useRecordActions()
  const { draft } = useDraft<PasteDraft>('paste')
  useEffect(() => {
    const hear = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || isCovered() || document.querySelector('[data-ring]')) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      event.preventDefault()
      if (text.trim() === '') toast.show({ text: t('paste.nothing') })
      else paste({ entity: entityInContext(path), text })
    }
    window.addEventListener('paste', hear)
    return () => window.removeEventListener('paste', hear)
  }, [path, paste, toast, t])
  // Its key is the browser's, which alone may read what was copied.
  useActions({ paste: () => paste({ entity: entityInContext(path) }) })
  const atStart = useRef(draft)
  useEffect(() => {
    const waiting = atStart.current
    atStart.current = undefined
    if (!waiting) return
    toast.show({
      text: t('paste.waiting', { count: 1 + waiting.waiting.length }),
      action: { label: t('paste.go_on'), run: () => paste({ entity: waiting.entity }) },
      seconds: 20,
    })
  }, [paste, toast, t])
}
