/** Chance that is the same every time: a stream of numbers that follows from its name alone (mulberry32 over an FNV-1a hash). */
export class Random {
  #state: number

  constructor(name: string) {
    let hash = 0x811c9dc5
    for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
    this.#state = hash >>> 0
  }

  /** At least 0 and below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number between the two, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of the list; throws on an empty one. */
  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.next() * list.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  /** One of the list, each as often as its weight says. */
  weighted<T>(list: readonly (readonly [item: T, weight: number])[]): T {
    let left = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [item, weight] of list) {
      left -= weight
      if (left < 0) return item
    }
    return this.pick(list)[0]
  }

  /** So many different ones of the list, in the list's order. */
  some<T>(list: readonly T[], count: number): T[] {
    const left = [...list.keys()]
    const chosen = new Set<number>()
    while (chosen.size < count && left.length > 0) chosen.add(left.splice(Math.floor(this.next() * left.length), 1)[0] as number)
    return list.filter((_, at) => chosen.has(at))
  }

  /** Log-normal: half of the numbers lie below the median, a few far above. */
  logNormal(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    return median * Math.exp(spread * normal)
  }
}
