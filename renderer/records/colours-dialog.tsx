import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ColourRule } from '../../core/contract/office.ts'
import { Dialog } from '../components/dialog.tsx'
import { type ColoursProps, RuleSign } from './colour-rules.tsx'
import { ConditionEditor } from './condition-editor.tsx'
import { filterSentence } from './filter-words.ts'
import { useFilterContext } from './titles.ts'

const MOST_RULES = 6
const TONES = ['bad', 'warn', 'ok', 'here'] as const

/** The rules by which rows and cells are coloured, the first that fits wins. */
export function ColoursDialog({ entity, rules, onChange, onClose }: ColoursProps & { onClose: () => void }) {
  const context = useFilterContext(rules.map(({ filter }) => ({ entity: entity.key, filter })))
  const {
    office,
    words: { t },
  } = context
  const [adding, setAdding] = useState(rules.length === 0)
  const put = (at: number, rule: ColourRule | undefined) =>
    onChange(rules.flatMap((old, index) => (index === at ? (rule ? [rule] : []) : [old])))
  return (
    <Dialog opened onClose={onClose} title={t('colour.rules')} size={640} note={t('colour.first_wins')}>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place.
        <div key={at} className="sp-row">
          <RuleSign entity={entity.key} rule={rule} />
          <span className="sp-grow">{filterSentence(context, entity.key, rule.filter)}</span>
          <NativeSelect
            aria-label={t('colour.tone')}
            data={TONES.map((tone) => ({ value: tone, label: t(`colour.${tone}`) }))}
            value={rule.tone}
            onChange={(event) => put(at, { ...rule, tone: event.currentTarget.value as ColourRule['tone'] })}
          />
          <NativeSelect
            aria-label={t('colour.where')}
            data={[
              { value: '', label: t('colour.row') },
              ...entity.fields
                .filter((field) => field.key !== entity.title && !field.custom?.archived)
                .map((field) => ({ value: field.key, label: office.fieldLabel(entity.key, field.key) })),
            ]}
            value={rule.field ?? ''}
            onChange={(event) => {
              const { field: _, ...rest } = rule
              const field = event.currentTarget.value
              put(at, field ? { ...rest, field } : rest)
            }}
          />
          <ActionIcon aria-label={t('action.remove')} onClick={() => put(at, undefined)}>
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {adding ? (
        <ConditionEditor
          entity={entity.key}
          onApply={(filter) => {
            setAdding(false)
            onChange([...rules, { filter, tone: 'warn' }])
          }}
        />
      ) : (
        rules.length < MOST_RULES && (
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('colour.add')}
          </Button>
        )
      )}
    </Dialog>
  )
}
