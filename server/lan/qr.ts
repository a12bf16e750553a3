import qrcode from 'qrcode'
import type { Qr } from '../../core/contract/host.ts'

/** A text as the dots of a QR code, in one path; the quiet border of four dots is part of it. */
export function qrOf(text: string): Qr {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules
  const dots: string[] = []
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) if (data[y * size + x]) dots.push(`M${x + 4} ${y + 4}h1v1h-1z`)
  return { size: size + 8, path: dots.join('') }
}

/** The same in characters of a terminal, two dots a line. */
export function qrInTerminal(text: string): Promise<string> {
  return qrcode.toString(text, { type: 'terminal', small: true, errorCorrectionLevel: 'L' })
}
