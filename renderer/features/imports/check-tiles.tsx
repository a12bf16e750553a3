import { type Icon, IconAlertTriangle, IconPencil, IconPlayerSkipForward, IconPlus, IconX } from '@tabler/icons-react'
import type { ImportCounts, PlannedRow } from '../../../core/contract/imports.ts'
import type { MarkTone } from '../../components/mark.tsx'
import { useWords } from '../../lib/words.ts'

export type RowAction = PlannedRow['action']

/** How each thing that can happen to a row looks; shape and word say it, colour only helps. */
export const ACTION_LOOK: Record<RowAction, { icon: Icon; tone: MarkTone }> = {
  add: { icon: IconPlus, tone: 'ok' },
  update: { icon: IconPencil, tone: 'here' },
  skip: { icon: IconPlayerSkipForward, tone: 'plain' },
  warn: { icon: IconAlertTriangle, tone: 'warn' },
  bad: { icon: IconX, tone: 'bad' },
}
const ORDER: readonly RowAction[] = ['add', 'update', 'skip', 'warn', 'bad']

type Props = {
  counts: ImportCounts
  overwrites: boolean
  chosen: RowAction | undefined
  onChoose: (action: RowAction | undefined) => void
}

/** The five counts of a dry run; each shows its rows. */
export function CheckTiles({ counts, overwrites, chosen, onChoose }: Props) {
  const { t, number } = useWords()
  return (
    <fieldset className="sp-tiles" aria-label={t('import.tiles')}>
      {ORDER.map((action) => {
        const { icon: Glyph, tone } = ACTION_LOOK[action]
        return (
          <button
            key={action}
            type="button"
            className="sp-tile"
            aria-pressed={chosen === action}
            onClick={() => onChoose(chosen === action ? undefined : action)}
          >
            <Glyph size={18} data-tone={tone} aria-hidden />
            <span>
              <strong>{number(counts[action])}</strong>
              <span>{t(action === 'update' && overwrites ? 'import.tile.overwrite' : `import.tile.${action}`)}</span>
            </span>
          </button>
        )
      })}
    </fieldset>
  )
}
