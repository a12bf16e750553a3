import { Button, Progress } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useCommand, useRead, useRefresh } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { undoneWords } from '../../records/undone-words.ts'

const ASK_EVERY_MS = 400

type HandOverRunProps = { batchId: string; total: number; name: string; onClose: () => void }

/** How far a hand-over is. It goes on when the dialog is closed, and can be taken back as one. */
export function HandOverRun({ batchId, total, name, onClose }: HandOverRunProps) {
  const words = useWords()
  const { t, number } = words
  const office = useOffice()
  const toast = useToast()
  const refresh = useRefresh()
  const undo = useCommand('undoBatch')
  const told = useRef(false)
  const { data: run } = useRead('bulkRun', { params: { batchId } }, { refetchInterval: ASK_EVERY_MS, staleTime: 0 })
  const said = t('handover.progress', { done: number(run?.done ?? 0), all: number(total) })
  useEffect(() => {
    if (!run || run.state === 'running' || told.current) return
    told.current = true
    const left = run.refused > 0 ? ` · ${t('handover.refused', { count: number(run.refused) })}` : ''
    toast.show({
      text: t('handover.done', { name, count: number(run.changed) }) + left,
      seconds: 20,
      undo: async () => {
        const { kept } = await undo.run({ params: { batchId }, body: {} })
        toast.show({ text: undoneWords(words, office, kept) })
      },
    })
    onClose()
    void refresh()
  }, [run, batchId, name, words, t, number, office, toast, refresh, undo.run, onClose])
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('handover.title', { name })}
      size={480}
      actions={
        <Button variant="default" onClick={onClose}>
          {t('action.close')}
        </Button>
      }
    >
      <p role="status">{said}</p>
      <Progress value={total === 0 ? 100 : ((run?.done ?? 0) / total) * 100} aria-label={said} />
    </Dialog>
  )
}
