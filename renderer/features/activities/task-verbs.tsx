import { Button } from '@mantine/core'
import { useWords } from '../../lib/words.ts'
import { useFinish } from '../../records/finish.ts'
import type { ExtraProps } from '../../records/record-extras.tsx'

/** What can be done with a task on its page: tick it off, put it off, or open it again. */
export function TaskVerbs({ row }: ExtraProps) {
  const { t } = useWords()
  const { finish, reopen, snooze } = useFinish()
  if (!row.may?.edit || row.type === 'note') return null
  if (row.doneAt) {
    return (
      <Button variant="default" onClick={() => void reopen(row)}>
        {t('page.reopen')}
      </Button>
    )
  }
  return (
    <>
      <Button onClick={() => void finish(row)}>{t('action.done')}</Button>
      <Button variant="default" onClick={() => void snooze(row)}>
        {t('page.snooze')}
      </Button>
    </>
  )
}
