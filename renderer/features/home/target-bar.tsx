import { mulDiv } from '../../../core/money.ts'

/** How far sales are towards a target, and where they should be by today. */
export function TargetBar({ won, target, expected }: { won: number; target: number; expected: number | null }) {
  const part = (of: number) => (target <= 0 ? 0 : Math.min(100, mulDiv(of, 100, target)))
  return (
    <div className="sp-target-bar" aria-hidden>
      <span style={{ width: `${part(won)}%` }} />
      {expected !== null && target > 0 && <i style={{ left: `${part(expected)}%` }} />}
    </div>
  )
}
