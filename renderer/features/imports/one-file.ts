import { AppError } from '../../../core/errors.ts'
import type { useWords } from '../../lib/words.ts'

const CARD = /\.(?:vcf|vcard)$/i

/**
 * The chosen files as the one that an import reads. Mail programs save a file for each contact: cards are put into one file, one behind the
 * other (RFC 6350, 3.1 allows several in a file).
 * @throws AppError `import.one_file` for several files of another kind, and for cards that are not all UTF-8: one file has one encoding
 */
export async function oneFile(files: readonly File[], t: ReturnType<typeof useWords>['t']): Promise<File | undefined> {
  if (files.length < 2) return files[0]
  if (!files.every((file) => CARD.test(file.name))) throw new AppError('import.one_file')
  const cards = await Promise.all(files.map(async (file) => utf8(await file.arrayBuffer())))
  return new File([cards.join('\r\n')], `${t('import.cards', { count: files.length })}.vcf`)
}

function utf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('import.one_file')
  }
}
