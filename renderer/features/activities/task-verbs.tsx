import { Button } from '@mantine/core'
import { ActionKey } from '../../components/action-key.tsx'
import { useActions } from '../../lib/actions.ts'
import { useWords } from '../../lib/words.ts'
import { useFinish } from '../../records/finish.ts'
import type { ExtraProps } from '../../records/record-extras.tsx'

/** What can be done with a task on its page: tick it off, put it off, or open it again. */
export function TaskVerbs({ row }: ExtraProps) {
  const { t } = useWords()
  const { finish, reopen, snooze } = useFinish()
  const open = row.may?.edit === true && row.type !== 'note' && !row.doneAt
  useActions({ ...(open && { finish: () => void finish(row), snooze: () => void snooze(row) }) }, { about: row.title })
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
      <Button onClick={() => void finish(row)} rightSection={<ActionKey id="finish" onFill />}>
        {t('action.done')}
      </Button>
      <Button variant="default" onClick={() => void snooze(row)} rightSection={<ActionKey id="snooze" />}>
        {t('page.snooze')}
      </Button>
    </>
  )
}
