import { Dialog } from '../components/dialog.tsx'
import { useWords } from '../lib/words.ts'
import { LogForm } from './log-form.tsx'
import type { LogRequest } from './record-actions.tsx'

/** The log of a contact above whatever is shown. Closing it keeps what was typed. */
export function LogDialog({ request, onClose }: { request: LogRequest; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog opened onClose={onClose} title={`${t('page.log_title')}: ${request.about.title}`} size={600}>
      <LogForm request={request} onDone={onClose} onCancel={onClose} />
    </Dialog>
  )
}
