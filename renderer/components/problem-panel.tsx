import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { HostUnreachable } from '../lib/api.ts'
import { problemWords } from '../lib/problem.ts'
import { useWords } from '../lib/words.ts'
import { useToast } from './toast.tsx'
import './components.css'

/** A failure that took a whole pane: what happened, what to do, and a reference to copy. */
export function ProblemPanel({ error, onRetry, children }: { error: unknown; onRetry?: () => void; children?: ReactNode }) {
  const words = useWords()
  const toast = useToast()
  const { text, reference } = problemWords(words, error)
  const isStopped = error instanceof HostUnreachable && error.code === 'office.key_changed'
  const copy = async () => {
    await navigator.clipboard.writeText(`${text}\n${reference ?? ''}\n${location.pathname}\n${new Date().toISOString()}`)
    toast.show({ text: words.t('action.copied') })
  }
  return (
    <div className="sp-problem" role="alert">
      <IconAlertTriangle size={24} aria-hidden />
      <div>
        <h2>{words.t(isStopped ? 'problem.stopped' : 'problem.title')}</h2>
        <p>{text}</p>
        <div className="sp-row sp-wrap">
          {onRetry && <Button onClick={onRetry}>{words.t('action.retry')}</Button>}
          {children}
          {reference && (
            <button type="button" className="sp-link" onClick={() => void copy()}>
              {words.t('problem.copy')}
            </button>
          )}
        </div>
        {reference && <p className="sp-t3 sp-small">{words.t('problem.reference', { reference })}</p>}
      </div>
    </div>
  )
}
