import { SegmentedControl } from '@mantine/core'
import { TEXT_SIZES, type TextSize, type Theme, useAppearance } from '../lib/appearance.tsx'
import { useWords } from '../lib/words.ts'

/** Text size and colours of this device. */
export function DisplaySettings() {
  const { t } = useWords()
  const { textSize, setTextSize, theme, setTheme } = useAppearance()
  const themes: Theme[] = ['light', 'dark', 'system']
  return (
    <div className="sp-menu-rows">
      <div>
        <span id="text-size-label">{t('user.text_size')}</span>
        <SegmentedControl
          fullWidth
          aria-labelledby="text-size-label"
          value={String(textSize)}
          onChange={(value) => setTextSize(Number(value) as TextSize)}
          data={TEXT_SIZES.map((size) => ({ value: String(size), label: `${size} %` }))}
        />
      </div>
      <div>
        <span id="theme-label">{t('user.theme')}</span>
        <SegmentedControl
          fullWidth
          aria-labelledby="theme-label"
          value={theme}
          onChange={(value) => setTheme(value as Theme)}
          data={themes.map((name) => ({ value: name, label: t(`user.theme.${name}` as const) }))}
        />
      </div>
    </div>
  )
}
