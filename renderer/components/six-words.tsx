import { fingerprintWords } from '../../core/lan/fingerprint-words.ts'
import { useWords } from '../lib/words.ts'
import './components.css'

/** The six words of an office, numbered, because their order counts. */
export function SixWords({ fingerprint, label }: { fingerprint: string; label: string }) {
  const { lang } = useWords()
  return (
    <ol className="sp-words" aria-label={label}>
      {fingerprintWords(fingerprint, lang).map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, and its place is what it is.
        <li key={at}>
          <span aria-hidden>{at + 1}</span>
          {word}
        </li>
      ))}
    </ol>
  )
}
