/** Why a file was refused; the words for each are in `core/words`. */
export type SheetErrorCode =
  | 'sheet.empty'
  | 'sheet.broken'
  | 'sheet.password'
  | 'sheet.too_large'
  | 'sheet.too_many_rows'
  | 'sheet.too_many_columns'
  | 'sheet.zip_bomb'
  | 'sheet.unknown_format'
  | 'sheet.no_rows'
  | 'sheet.no_such_sheet'
  | 'sheet.encoding'
  | 'sheet.not_a_table'
  | 'sheet.line_too_long'
  | 'sheet.timeout'

export type SheetErrorParams = Record<string, string | number>

/** A file that cannot be read or written, with the reason as a code and its parameters. */
export class SheetError extends Error {
  readonly code: SheetErrorCode
  readonly params: SheetErrorParams

  constructor(code: SheetErrorCode, params: SheetErrorParams = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'SheetError'
    this.code = code
    this.params = params
  }
}
