/** A sheet of stickers on A4, in millimetres: how many across and down, their size, and where the first one begins. */
export type LabelSheet = {
  columns: number
  rows: number
  width: number
  height: number
  left: number
  top: number
  gap: number
}

/** The sheets that Thai stationers sell most: 16 and 21 stickers that fill the page from edge to edge. */
export const LABEL_SHEETS = {
  '2x8': { columns: 2, rows: 8, width: 105, height: 37, left: 0, top: 0.5, gap: 0 },
  '3x7': { columns: 3, rows: 7, width: 70, height: 42.4, left: 0, top: 0, gap: 0 },
} as const satisfies Record<string, LabelSheet>
export type LabelSheetName = keyof typeof LABEL_SHEETS
export const LABEL_SHEET_NAMES = Object.keys(LABEL_SHEETS) as LabelSheetName[]

/** How many stickers a sheet has. */
export const placesOn = (sheet: LabelSheet): number => sheet.columns * sheet.rows

/** The long envelope, ISO 269 DL, in millimetres. */
export const LONG_ENVELOPE = { width: 220, height: 110 }
