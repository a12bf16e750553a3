import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useDates } from '../../lib/instants.ts'
import { recordPath, useGo } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import type { ExtraProps } from '../../records/record-extras.tsx'
import { ConvertDialog } from './convert-dialog.tsx'

/** Makes a customer of a lead; once that was done, leads to the customer. */
export function ConvertAction({ row }: ExtraProps) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const go = useGo()
  const [open, setOpen] = useState(false)
  if (typeof row.convertedAt === 'string') {
    const customer = typeof row.customer === 'string' && row.titles?.[row.customer] ? row.customer : undefined
    return (
      <span className="sp-row">
        <span className="sp-t2 sp-small sp-nowrap">{t('convert.was', { when: dates.when(row.convertedAt) })}</span>
        {customer && <Button onClick={() => go(recordPath('customer', customer))}>{t('convert.open_customer')}</Button>}
      </span>
    )
  }
  if (!row.may?.edit || !office.entity('customer')?.grant.create) return null
  return (
    <>
      <Button rightSection={<IconArrowRight size={16} />} onClick={() => setOpen(true)}>
        {t('convert.go')}
      </Button>
      {open && <ConvertDialog row={row} onClose={() => setOpen(false)} />}
    </>
  )
}
