import { IconMessage } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { ActionKey } from '../components/action-key.tsx'
import { useActions } from '../lib/actions.ts'
import { useDraft } from '../lib/drafts.ts'
import { useRoom } from '../lib/room.ts'
import { useWords } from '../lib/words.ts'
import { LogForm } from './log-form.tsx'
import type { LogRequest } from './record-actions.tsx'
import './page.css'

type Props = { about: LogRequest['about']; open: boolean; onOpen: (open: boolean) => void }

/** One line that asks what was said; it opens into the whole form. */
export function Composer({ about, open, onOpen }: Props) {
  const { t } = useWords()
  const { draft } = useDraft<{ body?: string }>(`log.${about.id}`)
  const phone = useRoom() === 'phone'
  const form = useRef<HTMLDivElement>(null)
  // On a phone the line stands below much else, and the keys cover the lower half: the form comes up to where one writes.
  useEffect(() => {
    if (open && phone) form.current?.scrollIntoView({ block: 'start' })
  }, [open, phone])
  const close = () => onOpen(false)
  // What was written is kept as a draft and shows in the line.
  useActions(() => ({ runs: form.current?.contains(document.activeElement) ? { close } : {}, about: undefined }), {
    always: true,
    enabled: open,
  })
  if (open) {
    return (
      <div ref={form} className="sp-composer-open">
        <LogForm request={{ about }} onDone={close} onCancel={close} />
      </div>
    )
  }
  return (
    <button type="button" className="sp-composer sp-no-print" onClick={() => onOpen(true)}>
      <IconMessage size={16} aria-hidden />
      <span className="sp-grow cut">{draft?.body?.trim() || t('page.log_placeholder')}</span>
      <span className="sp-t2 sp-table-text">{t('page.log')}</span>
      <ActionKey id="log" />
    </button>
  )
}
