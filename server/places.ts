import { readFileSync } from 'node:fs'
import { createPlaces, type Places, type PlaceTable } from '../core/thai/places.ts'

/** The address tables, read when the first address is typed, not when the server starts. */
export function lazyPlaces(): () => Places {
  let places: Places | undefined
  return () => {
    places ??= createPlaces(
      JSON.parse(readFileSync(new URL('../resources/addresses/places.json', import.meta.url), 'utf8')) as PlaceTable,
    )
    return places
  }
}
