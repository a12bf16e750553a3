import { Select } from '@mantine/core'
import { useWords } from '../../lib/words.ts'

export const COLOURS = ['gray', 'kram', 'green', 'amber', 'red'] as const
export type Colour = (typeof COLOURS)[number]
export const colourOf = (text: string | null | undefined): Colour | null => COLOURS.find((colour) => colour === text) ?? null

/** The colour of a stage or a list's entry, by its word. */
export function ColourChoice({
  label,
  value,
  onChange,
}: {
  label: string
  value: Colour | null
  onChange: (colour: Colour | null) => void
}) {
  const { t } = useWords()
  return (
    <Select
      aria-label={label}
      data={[
        { value: 'none', label: t('settings.colour.none') },
        ...COLOURS.map((colour) => ({ value: colour, label: t(`settings.colour.${colour}`) })),
      ]}
      value={value ?? 'none'}
      onChange={(next) => onChange(colourOf(next))}
      allowDeselect={false}
      leftSection={<span className="sp-swatch" data-colour={value ?? undefined} aria-hidden />}
    />
  )
}
