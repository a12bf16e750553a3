import { Button, Loader, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { AppError } from '../../core/errors.ts'
import { type CallReply, call } from '../lib/api.ts'
import { problemWords } from '../lib/problem.ts'
import { useWords } from '../lib/words.ts'

const LOOK_MS = 500
/** The server answers a moment longer before it goes down to swap the data in. */
const RESTART_MS = 2000
type State = CallReply<'restoreState'>

/** Follows a restore until the server is back with the restored data, and opens it; or says why it did not work. */
export function RestoreProgress({ onBack }: { onBack: () => void }) {
  const words = useWords()
  const { t, number } = words
  const state = useRestore()
  if (state?.state === 'failed')
    return (
      <div className="sp-restore">
        <p className="sp-bad" role="alert">
          {problemWords(words, new AppError((state.error ?? 'backup.failed') as AppError['code'], state.params)).text}
        </p>
        <Button variant="default" onClick={onBack}>
          {t('action.back')}
        </Button>
      </div>
    )
  const ready = state?.state === 'ready'
  const percent = state ? Math.round((100 * state.done) / Math.max(state.total, 1)) : 0
  const count = (key: string) => number(state?.counts?.[key] ?? 0)
  return (
    <div className="sp-restore">
      <div className="sp-row" role="status">
        <Loader size={18} />
        <p>{ready ? t('settings.backup.restoring_text') : t('settings.backup.preparing_text')}</p>
      </div>
      <Progress value={ready ? 100 : percent} aria-label={t('settings.backup.preparing')} />
      {ready && (
        <p className="sp-t2 sp-table-text">
          {t('settings.backup.restored_counts', {
            customer: count('customer'),
            contact: count('contact'),
            deal: count('deal'),
            activity: count('activity'),
          })}
        </p>
      )}
    </div>
  )
}

/** How far the restore is, asked until it is over; then the page is opened anew as soon as the server is there again. */
function useRestore(): State | undefined {
  const [state, setState] = useState<State>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let ready = false
    const look = () => {
      call('restoreState', {}).then(
        (next) => {
          // The server that knows nothing of a restore is the one that opened it, or one that was cut off on the way.
          if (next.state === 'none' && ready) return location.assign('/')
          if (next.state === 'none') return setState({ ...next, state: 'failed', error: 'backup.restore_cut' })
          if (next.state === 'ready') ready = true
          setState(next)
          if (next.state !== 'failed') timer = setTimeout(look, ready ? RESTART_MS : LOOK_MS)
        },
        (error: unknown) => {
          // The restored office asks who is there.
          if (error instanceof AppError) return location.assign('/')
          timer = setTimeout(look, LOOK_MS)
        },
      )
    }
    look()
    return () => clearTimeout(timer)
  }, [])
  return state
}
