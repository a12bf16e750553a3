const MOST_STEPS = 5

/** A scale from 0 over the largest value, in at most five steps of 1, 2, 2.5 or 5 times a power of ten. */
export function niceScale(largest: number): { top: number; step: number } {
  if (largest <= 0) return { top: 1, step: 1 }
  const power = 10 ** Math.floor(Math.log10(largest / MOST_STEPS))
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => largest / candidate <= MOST_STEPS) ?? 10 * power
  return { step, top: step * Math.ceil(largest / step) }
}
