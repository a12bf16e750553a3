import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FieldDef } from '../../core/fields/field.ts'

let last = 0
/** A value of the field that stands nowhere else, with the text by which it is known. */
export function canaryOf(kind: FieldDef['kind']): { value: unknown; text: string } | undefined {
  last += 1
  const text = `ZF${last.toString(36).toUpperCase().padStart(4, '0')}FZ`
  const digits = String(70_000_000 + last * 7919)
  switch (kind) {
    case 'text':
    case 'longText':
      return { value: text, text }
    case 'lineId':
      return { value: text.toLowerCase(), text: text.toLowerCase() }
    case 'tags':
      return { value: [text], text }
    case 'url':
      return { value: `https://${text}.example`, text }
    case 'emails':
      return { value: [{ id: 'e1', address: `${text.toLowerCase()}@example.com` }], text: text.toLowerCase() }
    case 'phones':
      return { value: [{ id: 'p1', e164: `+668${digits}` }], text: digits }
    case 'money':
      return { value: Number(digits) * 100, text: digits }
    case 'taxId':
      return { value: { number: `99999${digits}`, branch: '00000' }, text: digits.slice(0, 6) }
    case 'addresses':
      return { value: [{ id: 'a1', text }], text }
    default:
      return undefined
  }
}

type Reader = (path: string) => [program: string, args: string[]]
const READERS: Record<'pdf' | 'xlsx', Reader> = {
  pdf: (path) => ['pdftotext', [path, '-']],
  xlsx: (path) => ['unzip', ['-p', path]],
}
const missing = new Map<string, boolean>()

/** Whether this machine has what reads such a file; says once when it has not. */
export function canRead(format: keyof typeof READERS): boolean {
  const [program] = READERS[format]('')
  if (!missing.has(program)) {
    missing.set(program, spawnSync(program, ['-v']).error !== undefined)
    if (missing.get(program)) console.log(`no ${format} is looked into: this machine has no ${program}`)
  }
  return !missing.get(program)
}

/** The text of a file, whatever holds it; none where nothing can read it. */
export function textOf(body: unknown, format: 'json' | 'csv' | 'xlsx' | 'pdf'): string {
  if (!Buffer.isBuffer(body)) return JSON.stringify(body)
  if (format === 'csv' || format === 'json') return body.toString()
  if (!canRead(format)) return ''
  const folder = mkdtempSync(join(tmpdir(), 'samphan-canary-'))
  const path = join(folder, `file.${format}`)
  try {
    writeFileSync(path, body)
    const [program, args] = READERS[format](path)
    return execFileSync(program, args, { maxBuffer: 64e6 }).toString()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
