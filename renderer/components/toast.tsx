import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useActions } from '../lib/actions.ts'
import { problemWords } from '../lib/problem.ts'
import { useWords } from '../lib/words.ts'
import './components.css'

export type ToastRequest = {
  text: string
  tone?: 'plain' | 'bad'
  /** Offers to undo for some seconds. */
  undo?: () => Promise<unknown> | unknown
  action?: { label: string; run: () => void }
  seconds?: number
}

type Toasts = { show: (toast: ToastRequest) => void; problem: (error: unknown) => void; close: () => void }
const ToastContext = createContext<Toasts | undefined>(undefined)

const SECONDS = 6
const SECONDS_TO_UNDO = 10

/** One line at the bottom left that says what was done and offers to undo it. The newest takes the place of the one before. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const words = useWords()
  const [toast, setToast] = useState<(ToastRequest & { id: number }) | undefined>()
  const next = useRef(0)
  const last = useRef<ToastRequest['undo']>(undefined)
  const show = useCallback((request: ToastRequest) => {
    next.current += 1
    if (request.undo) last.current = request.undo
    setToast({ ...request, id: next.current })
  }, [])
  const problem = useCallback(
    (error: unknown) => {
      const said = problemWords(words, error)
      show({ text: said.text, tone: 'bad', seconds: 12 })
    },
    [show, words],
  )
  const close = useCallback(() => setToast(undefined), [])
  const undo = useCallback(async () => {
    const act = last.current
    last.current = undefined
    close()
    const before = next.current
    try {
      await act?.()
      // Where undoing kept something that was changed since, that has been said already.
      if (act && next.current === before) show({ text: words.t('toast.undone') })
    } catch (error) {
      problem(error)
    }
  }, [close, problem, show, words])
  // The last act is undone from the keyboard also when its line is gone; in a field the same keys undo the typing.
  useActions({ undo: () => (last.current ? void undo() : show({ text: words.t('keys.nothing_to_undo') })) })
  const value = useMemo(() => ({ show, problem, close }), [show, problem, close])
  return (
    <ToastContext value={value}>
      {children}
      <div className="sp-toasts" role="status" aria-live="polite">
        {toast && <ToastLine key={toast.id} toast={toast} onClose={close} onUndo={() => void undo()} />}
      </div>
    </ToastContext>
  )
}

type LineProps = { toast: ToastRequest; onClose: () => void; onUndo: () => void }

function ToastLine({ toast, onClose, onUndo }: LineProps) {
  const { t } = useWords()
  const [left, setLeft] = useState(toast.seconds ?? (toast.undo ? SECONDS_TO_UNDO : SECONDS))
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => (left <= 1 ? onClose() : setLeft(left - 1)), 1000)
    return () => clearTimeout(timer)
  }, [left, held, onClose])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting the pointer on the line only stops its clock.
    <div
      className="sp-toast"
      data-tone={toast.tone ?? 'plain'}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
    >
      <span>{toast.text}</span>
      {toast.undo && (
        <button type="button" className="sp-toast-act" onClick={onUndo}>
          {t('action.undo')} <span className="sp-toast-seconds">{t('toast.seconds', { seconds: left })}</span>
        </button>
      )}
      {toast.action && (
        <button
          type="button"
          className="sp-toast-act"
          onClick={() => {
            onClose()
            toast.action?.run()
          }}
        >
          {toast.action.label}
        </button>
      )}
      <button type="button" className="sp-toast-close" onClick={onClose} aria-label={t('action.close')}>
        ×
      </button>
    </div>
  )
}

/** `show` a line, or put a failure into words with `problem`. */
export function useToast(): Toasts {
  const toasts = useContext(ToastContext)
  if (!toasts) throw new Error('useToast outside of ToastProvider')
  return toasts
}
