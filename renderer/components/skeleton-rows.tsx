import './components.css'

/** Rows of the real height while the first answer is on its way. */
export function SkeletonRows({ count = 12, height = 'var(--sp-row)' }: { count?: number; height?: string }) {
  return (
    <div aria-hidden className="sp-skeletons">
      {Array.from({ length: count }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move.
        <div key={at} className="sp-skeleton" style={{ height }}>
          <span style={{ width: `${24 + ((at * 37) % 40)}%` }} />
        </div>
      ))}
    </div>
  )
}
