/**
 * Text that a spreadsheet program would take for a formula when it opens a CSV file: it starts with = + - @ (also the
 * full-width and small forms), after white space or not, or with a tab or line break. Apostrophes in front are matched too, so that
 * guarding and unguarding undo each other. OWASP, "CSV Injection".
 */
const FORMULA_LIKE = /^'*(?:[\t\r\n]|[\s\u200b\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u

/** Puts an apostrophe before text that would be a formula; other text is returned as it is. */
export function guardFormulaText(text: string): string {
  return FORMULA_LIKE.test(text) ? `'${text}` : text
}

/** Takes away the apostrophe that `guardFormulaText`, or a careful person, has put there. */
export function unguardFormulaText(text: string): string {
  return text.charCodeAt(0) === 39 && FORMULA_LIKE.test(text.slice(1)) ? text.slice(1) : text
}
