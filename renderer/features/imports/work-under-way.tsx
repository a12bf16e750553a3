import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import type { ImportRun } from '../../../core/contract/imports.ts'
import { useWords } from '../../lib/words.ts'

type Props = { run: ImportRun; text: string; stop: string; stopping?: string; onStop: () => void }

/** Long work: how far it is, and how to stop it. Leaving the page does not stop it. */
export function WorkUnderWay({ run, text, stop, stopping, onStop }: Props) {
  const { t } = useWords()
  const [stopped, setStopped] = useState(false)
  const { done, of } = run.progress ?? { done: 0, of: run.rowCount }
  return (
    <div className="sp-import-work">
      <h2>{text}</h2>
      <Progress value={of > 0 ? (done / of) * 100 : 0} size="md" aria-label={text} />
      <p className="sp-t2" role="status">
        {t('import.progress', { done, of })}
      </p>
      <Button
        variant="default"
        loading={stopped && stopping === undefined}
        disabled={stopped}
        onClick={() => {
          setStopped(true)
          onStop()
        }}
      >
        {stopped && stopping ? stopping : stop}
      </Button>
    </div>
  )
}
