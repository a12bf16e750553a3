import { Button } from '@mantine/core'
import { IconFileAlert } from '@tabler/icons-react'
import { AppError } from '../../../core/errors.ts'
import { useToast } from '../../components/toast.tsx'
import { problemWords } from '../../lib/problem.ts'
import { useWords } from '../../lib/words.ts'

const HELP: Record<string, 'password' | 'resave' | 'split'> = {
  'sheet.password': 'password',
  'sheet.broken': 'resave',
  'sheet.zip_bomb': 'resave',
  'sheet.encoding': 'resave',
  'sheet.line_too_long': 'resave',
  'sheet.unknown_format': 'resave',
  'sheet.too_large': 'split',
  'sheet.too_many_rows': 'split',
  'sheet.too_many_columns': 'split',
  'sheet.timeout': 'split',
  'request.too_large': 'split',
}

/** A file that could not be opened: why, that nothing was harmed, and what to do, in numbered steps. */
export function FileRefused({ name, error, onAgain }: { name: string; error: Error; onAgain: () => void }) {
  const words = useWords()
  const toast = useToast()
  const { t } = words
  const { text, reference } = problemWords(words, error)
  const code = error instanceof AppError ? error.code : ''
  const help = HELP[code] ?? 'other'
  const copy = async () => {
    await navigator.clipboard.writeText([name, code, text, reference ?? '', new Date().toISOString()].join('\n'))
    toast.show({ text: t('action.copied') })
  }
  return (
    <section className="sp-refused" role="alert">
      <IconFileAlert size={28} aria-hidden />
      <div>
        <h2>{t('import.not_opened')}</h2>
        <p className="sp-t2">{text}</p>
        <p className="sp-t3 sp-table-text">{t('import.nothing_in', { name })}</p>
        {code.startsWith('sheet.') && (
          <div className="sp-refused-steps">
            <h3>{t('import.do_this')}</h3>
            <ol>
              {([1, 2, 3] as const).map((step) => (
                <li key={step}>{t(`import.help.${help}.${step}`)}</li>
              ))}
            </ol>
          </div>
        )}
        <div className="sp-row sp-wrap">
          <Button onClick={onAgain}>{t('import.choose_again')}</Button>
          <span className="sp-grow" />
          <button type="button" className="sp-link sp-table-text" onClick={() => void copy()}>
            {t('problem.copy')}
          </button>
        </div>
      </div>
    </section>
  )
}
