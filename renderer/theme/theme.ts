import {
  type ActionIconProps,
  type ButtonProps,
  type CheckboxProps,
  createTheme,
  type InputProps,
  type MantineColorsTuple,
  type MenuProps,
  type ModalProps,
  type MultiSelectProps,
  type PopoverProps,
  type ProgressProps,
  type SegmentedControlProps,
  type SelectProps,
  type TooltipProps,
} from '@mantine/core'
import type { CSSProperties, MouseEvent } from 'react'

/** คราม (natural indigo): the one accent. Only for the primary action, selection, focus, links and “here”. */
export const kram: MantineColorsTuple = [
  '#f2f6fe',
  '#e1eafd',
  '#c7d7fd',
  '#a3bdf9',
  '#789bef',
  '#577ddf',
  '#3e63ca',
  '#2f50b1',
  '#244092',
  '#1a306d',
]
/** A state is always a word and an icon; the colour only helps the eye to find it. */
export const green: MantineColorsTuple = [
  '#ecfaf0',
  '#d3f3dd',
  '#b1e7c2',
  '#88d1a2',
  '#59b47d',
  '#3b9863',
  '#2a7e4f',
  '#1d6940',
  '#175533',
  '#143f26',
]
export const amber: MantineColorsTuple = [
  '#fff3e4',
  '#ffe4c2',
  '#fece96',
  '#efb062',
  '#d18e35',
  '#b27417',
  '#945f0e',
  '#7b4e0d',
  '#633f0c',
  '#492f0e',
]
export const red: MantineColorsTuple = [
  '#fff2f1',
  '#ffe1de',
  '#ffc6c0',
  '#fda19a',
  '#f2716a',
  '#de4544',
  '#c2272d',
  '#a51720',
  '#861118',
  '#641114',
]
export const gray: MantineColorsTuple = [
  '#f9fafb',
  '#f3f4f6',
  '#ebedef',
  '#e1e3e6',
  '#cfd1d5',
  '#a2a5aa',
  '#6a6c73',
  '#55585e',
  '#35383d',
  '#181b1f',
]
export const dark: MantineColorsTuple = [
  '#eaebee',
  '#cfd1d5',
  '#afb1b6',
  '#9699a0',
  '#55585f',
  '#383a41',
  '#272a30',
  '#1c1e23',
  '#15171b',
  '#0f1014',
]

const FONT = "'IBM Plex Sans Thai Looped', 'Sarabun', 'Noto Sans Thai Looped', sans-serif"

// Mantine clips these at their line box; Thai stacks of marks need the room above and below it.
const unclipped = { overflow: 'visible', lineHeight: 1.7 } as const

/** What closes is gone at once: while it faded it would still take the keys that are meant for the page. */
const gone = { transition: 'fade', duration: 120, exitDuration: 0 } as const

/**
 * What a part of Mantine's is like by itself. Only its type stands here: importing the part would load it with the first screen, whichever
 * that is.
 */
type Look<P> = { defaultProps?: Partial<P>; styles?: Record<string, CSSProperties> }

/** Whoever clicks a list that can be searched and types looks for another entry: what is chosen makes room. */
const ready = (event: MouseEvent<HTMLInputElement>) => {
  if (!event.currentTarget.readOnly) event.currentTarget.select()
}

const components = {
  Button: { defaultProps: { size: 'sm' }, styles: { label: { ...unclipped, fontWeight: 500 } } } satisfies Look<ButtonProps>,
  ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 30 } } satisfies Look<ActionIconProps>,
  Input: { defaultProps: { size: 'sm' } } satisfies Look<InputProps>,
  Tooltip: { defaultProps: { openDelay: 400 }, styles: { tooltip: { lineHeight: 1.6 } } } satisfies Look<TooltipProps>,
  Checkbox: { defaultProps: { size: 'xs', radius: 'sm' } } satisfies Look<CheckboxProps>,
  Menu: { defaultProps: { shadow: 'md', transitionProps: gone } } satisfies Look<MenuProps>,
  Popover: { defaultProps: { shadow: 'md', transitionProps: gone } } satisfies Look<PopoverProps>,
  Modal: { defaultProps: { radius: 'lg', shadow: 'lg', overlayProps: { backgroundOpacity: 0.35 } } } satisfies Look<ModalProps>,
  Progress: { styles: { section: { overflow: 'visible' }, label: unclipped } } satisfies Look<ProgressProps>,
  // What was typed is found, and Enter takes it.
  Select: { defaultProps: { selectFirstOptionOnChange: true, onClick: ready } } satisfies Look<SelectProps>,
  MultiSelect: { defaultProps: { selectFirstOptionOnChange: true } } satisfies Look<MultiSelectProps>,
  SegmentedControl: { styles: { label: { lineHeight: 1.6, overflow: 'visible' } } } satisfies Look<SegmentedControlProps>,
}

/** Samphan's look in Mantine's terms; what Mantine has no prop for stands in `tokens.ts`. Sizes are rem: the text-size setting is one font-size on `<html>`. */
export const theme = createTheme({
  primaryColor: 'kram',
  primaryShade: { light: 7, dark: 6 },
  colors: { kram, green, amber, red, gray, dark },
  black: gray[9],
  fontFamily: FONT,
  // One family everywhere; figures are tabular instead of monospaced.
  fontFamilyMonospace: FONT,
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.6', sm: '1.6', md: '1.6', lg: '1.55', xl: '1.5' },
  headings: {
    fontFamily: FONT,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.5' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.55' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.6' },
      h4: { fontSize: '0.875rem', lineHeight: '1.6' },
      h5: { fontSize: '0.8125rem', lineHeight: '1.6' },
      h6: { fontSize: '0.8125rem', lineHeight: '1.6' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '0.1875rem', sm: '0.25rem', md: '0.375rem', lg: '0.625rem', xl: '1rem' },
  defaultRadius: 'md',
  shadows: {
    sm: '0 1px 2px rgb(15 20 40 / .08)',
    md: '0 4px 16px rgb(15 20 40 / .12), 0 1px 3px rgb(15 20 40 / .08)',
    lg: '0 16px 48px rgb(15 20 40 / .20), 0 2px 8px rgb(15 20 40 / .08)',
    xl: '0 16px 48px rgb(15 20 40 / .20), 0 2px 8px rgb(15 20 40 / .08)',
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components,
})
