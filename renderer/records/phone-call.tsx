import { useCallback } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import type { PhoneItem } from '../../core/fields/values.ts'
import { formatPhone } from '../../core/thai/phone.ts'
import { useToast } from '../components/toast.tsx'
import { useWords } from '../lib/words.ts'
import { useRecordActions } from './record-actions.tsx'

/** The first number to call; faxes are none. */
export const firstPhone = (row: RecordRow): PhoneItem | undefined =>
  (row.phones as PhoneItem[] | undefined)?.find((phone) => phone.type !== 'fax')

/**
 * Starts a call: hands the number to the phone or the desktop, puts it into the clipboard for whoever dials by hand, and opens the log so that what
 * is said can be written while talking.
 */
export function useCall(): (entity: string, row: RecordRow, completes?: RecordRow) => void {
  const { t } = useWords()
  const toast = useToast()
  const { log } = useRecordActions()
  return useCallback(
    (entity, row, completes) => {
      const phone = firstPhone(row)
      log?.({ about: { entity, id: row.id, title: row.title }, type: 'call', ...(completes && { completes }) })
      if (!phone) {
        toast.show({ text: t('page.no_phone') })
        return
      }
      const shown = formatPhone(phone.e164)
      void navigator.clipboard?.writeText(shown).catch(() => undefined)
      const desktop = desktopBridge()
      if (desktop) void desktop.openExternal({ url: `tel:${phone.e164}` })
      else if (/Android|iPhone/.test(navigator.userAgent)) location.href = `tel:${phone.e164}`
      toast.show({ text: t('page.copy_phone', { number: shown }) })
    },
    [log, t, toast],
  )
}
