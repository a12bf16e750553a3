import { niceScale } from '../../../core/reports/nice-scale.ts'

type Series = { label: string; values: (number | null)[] }
type Props = { labels: string[]; series: Series[]; text: (value: number) => string }

/** More lines than these cannot be told apart. */
const MOST_LINES = 5
const MOST_LABELS = 12

/** How much room a label takes to be shown: where it is narrow every second or every fourth is left. */
const roomOf = (nth: number): 'any' | 'middle' | 'wide' => (nth % 4 === 0 ? 'any' : nth % 2 === 0 ? 'middle' : 'wide')

/** Lines over time, told apart by their strokes and named below; what has no values has no name there. The table beside it holds the same numbers, so that this is hidden from readers. */
export function LineChart({ labels, series, text }: Props) {
  const shown = series.filter((line) => line.values.some((value) => value !== null)).slice(0, MOST_LINES)
  const { top, step } = niceScale(Math.max(0, ...shown.flatMap((line) => line.values.map((value) => value ?? 0))))
  const x = (at: number) => (labels.length < 2 ? 50 : (100 * at) / (labels.length - 1))
  const y = (value: number) => 100 - (100 * value) / top
  const pointsOf = ({ values }: Series) => {
    const points = values.flatMap((value, place) => (value === null ? [] : [`${x(place)},${y(value)}`]))
    // A line from a place to itself is a dot; one place alone would not be drawn.
    return (points.length === 1 ? [...points, ...points] : points).join(' ')
  }
  const every = Math.ceil(labels.length / MOST_LABELS)
  return (
    <div className="sp-line-chart" aria-hidden>
      <div className="sp-line-plot">
        {Array.from({ length: Math.round(top / step) + 1 }, (_, at) => at * step).map((value) => (
          <div key={value} className="sp-line-rule" style={{ top: `${y(value)}%` }}>
            <span>{text(value)}</span>
          </div>
        ))}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {shown.map((line, at) => (
            <polyline
              key={line.label}
              data-line={at}
              data-dot={line.values.filter((value) => value !== null).length === 1 || undefined}
              points={pointsOf(line)}
            />
          ))}
        </svg>
      </div>
      <div className="sp-line-labels sp-small sp-t2">
        {labels.map((label, at) =>
          at % every === 0 ? (
            <span key={label} style={{ left: `${x(at)}%` }} data-room={roomOf(at / every)}>
              {label}
            </span>
          ) : null,
        )}
      </div>
      {shown.length > 1 && (
        <p className="sp-line-legend sp-small sp-t2">
          {shown.map((line, at) => (
            <span key={line.label}>
              <svg viewBox="0 0 28 4" aria-hidden="true">
                <line data-line={at} x1="0" x2="28" y1="2" y2="2" />
              </svg>
              {line.label}
            </span>
          ))}
        </p>
      )}
    </div>
  )
}
