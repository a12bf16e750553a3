import { createElement } from 'react'
import { later } from '../lib/later.tsx'
import { TypedAhead } from '../lib/typed-ahead.ts'

// What the frame around every screen is not first drawn with.

/** See `palette.tsx`. */
export const Palette = later(
  () => import('./palette.tsx').then((file) => file.Palette),
  () => createElement(TypedAhead),
)
/** See `key-help.tsx`. */
export const KeyHelp = later(() => import('./key-help.tsx').then((file) => file.KeyHelp))
/** See `display-settings.tsx`. */
export const DisplaySettings = later(() => import('./display-settings.tsx').then((file) => file.DisplaySettings))
/** See `folded-label.tsx`. */
export const FoldedLabel = later(
  () => import('./folded-label.tsx').then((file) => file.FoldedLabel),
  ({ children }) => children,
)

/** Who presses Ctrl+K types on at once: the box must be there for the first letter. */
export const SHELL_PARTS = [Palette, DisplaySettings]
