import { Menu } from '@mantine/core'
import { IconCheck, IconFileSpreadsheet } from '@tabler/icons-react'
import type { ImportRun } from '../../../core/contract/imports.ts'
import { KeyCap } from '../../components/key-cap.tsx'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

export type Step = 'file' | 'map' | 'check' | 'apply'
const STEPS: readonly Step[] = ['file', 'map', 'check', 'apply']
const ENCODINGS = ['windows-874', 'utf-8', 'utf-16le', 'windows-1252'] as const

type Props = {
  entity: string | undefined
  step: Step
  run?: ImportRun | undefined
  onLeave: () => void
  /** Reads the file anew, as another sheet or in another character set. Absent once that is too late. */
  onReread?: ((choice: { sheetName?: string; encoding?: string }) => void) | undefined
}

/** The head of the wizard: what is imported from which file, the four steps, and that it can be left. */
export function ImportHead({ entity, step, run, onLeave, onReread }: Props) {
  const { t } = useWords()
  const office = useOffice()
  // What is done is not put aside to be gone on with.
  const isOver = run?.state === 'done' || run?.state === 'undone'
  return (
    <header className="sp-import-head">
      <div className="sp-row">
        <h1 className="cut">{entity ? t('import.title', { entity: office.entityLabel(entity) }) : t('import.title_any')}</h1>
        {run ? (
          <FileLine run={run} onReread={onReread} />
        ) : (
          <span className="sp-t2 sp-table-text cut">{t('import.title_any_note')}</span>
        )}
        <span className="sp-grow" />
        {run && !isOver && (
          <button type="button" className="sp-plain sp-row sp-table-text sp-t2 sp-import-leave" onClick={onLeave}>
            <KeyCap>Esc</KeyCap>
            <span>{t('import.leave')}</span>
          </button>
        )}
      </div>
      <Steps step={step} isOver={isOver} />
    </header>
  )
}

function FileLine({ run, onReread }: Pick<Props, 'onReread'> & { run: ImportRun }) {
  const { t } = useWords()
  return (
    <div className="sp-import-file sp-t2 sp-table-text">
      <IconFileSpreadsheet size={16} aria-hidden />
      <span className="cut">{run.fileName}</span>
      <span className="sp-import-facts">
        · {t('import.rows', { count: run.rowCount })}
        {run.sheetNames && run.sheetNames.length > 1 && <SheetChoice run={run} onReread={onReread} />}
        {run.encoding && <EncodingChoice run={run} onReread={onReread} />}
      </span>
    </div>
  )
}

function SheetChoice({ run, onReread }: Pick<Props, 'onReread'> & { run: ImportRun }) {
  const { t } = useWords()
  const label = t('import.sheet', { name: run.sheetName ?? '' })
  if (!onReread) return <> · {label}</>
  return (
    <>
      {' · '}
      <Choice
        label={label}
        title={t('import.sheet_change')}
        chosen={run.sheetName}
        options={(run.sheetNames ?? []).map((name) => [name, name])}
        onChoose={(sheetName) => onReread({ sheetName })}
      />
    </>
  )
}

function EncodingChoice({ run, onReread }: Pick<Props, 'onReread'> & { run: ImportRun }) {
  const { t, find } = useWords()
  const named = (encoding: string) => find(`import.encoding.${encoding}`) ?? encoding
  const label = t('import.encoding', { name: named(run.encoding ?? '') })
  if (!onReread) return <> · {label}</>
  return (
    <>
      {' · '}
      <Choice
        label={label}
        title={t('import.encoding_change')}
        chosen={run.encoding}
        options={ENCODINGS.map((encoding) => [encoding, named(encoding)])}
        onChoose={(encoding) => onReread({ encoding })}
      />
    </>
  )
}

type ChoiceProps = {
  label: string
  title: string
  chosen: string | undefined
  options: [value: string, label: string][]
  onChoose: (value: string) => void
}

function Choice({ label, title, chosen, options, onChoose }: ChoiceProps) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="sp-link" title={title}>
          {label}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{title}</Menu.Label>
        {options.map(([value, name]) => (
          <Menu.Item
            key={value}
            leftSection={<IconCheck size={16} visibility={value === chosen ? 'visible' : 'hidden'} aria-hidden />}
            onClick={() => onChoose(value)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Steps({ step, isOver }: { step: Step; isOver: boolean }) {
  const { t } = useWords()
  const now = isOver ? STEPS.length : STEPS.indexOf(step)
  return (
    <ol className="sp-import-steps" aria-label={t('import.steps')}>
      {STEPS.map((name, at) => (
        <li
          key={name}
          data-state={at < now ? 'past' : at === now ? 'now' : 'ahead'}
          aria-current={at === now ? 'step' : undefined}
        >
          <span className="sp-import-step" aria-hidden>
            {at < now ? <IconCheck size={14} /> : at + 1}
          </span>
          <span className="sp-import-step-name">{t(`import.step.${name}`)}</span>
        </li>
      ))}
    </ol>
  )
}
