import { readFileSync } from 'node:fs'
import type { AddressItem } from '../../../core/fields/values.ts'
import type { PlaceTable } from '../../../core/thai/places.ts'
import { BUILDINGS, OTHER_PROVINCES_WEIGHT, PROVINCE_SHARES, ROADS } from './place-words.ts'
import type { Random } from './random.ts'

export type Spot = { code: string; subdistrict: string; district: string; province: string; postcode: string }

/** Real sub-districts, each province as often as the demo's office has customers there. */
export class DemoPlaces {
  readonly #provinces = new Map<string, Spot[]>()
  readonly #weights: (readonly [code: string, weight: number])[]

  constructor(table: PlaceTable) {
    for (const [provinceCode, province, , districts] of table.provinces) {
      const spots = districts.flatMap(([, district, , rows]) =>
        rows.map(([code, subdistrict, , postcode]) => ({
          code: String(code),
          subdistrict,
          district,
          province,
          postcode: String(postcode),
        })),
      )
      this.#provinces.set(String(provinceCode), spots)
    }
    const named = new Map(PROVINCE_SHARES.map(([code, weight]) => [String(code), weight]))
    const others = this.#provinces.size - named.size
    this.#weights = [...this.#provinces.keys()].map((code) => [code, named.get(code) ?? OTHER_PROVINCES_WEIGHT / others] as const)
  }

  spot(random: Random): Spot {
    return random.pick(this.#provinces.get(random.weighted(this.#weights)) ?? [])
  }
}

/** An address at the spot, as much of it as people usually give. */
export function makeAddress(random: Random, spot: Spot, id: string, type: string): AddressItem {
  const town = /^(?:10|11|12|13)/.test(spot.code)
  return {
    id,
    type,
    houseNo: random.chance(0.7) ? `${random.whole(1, 499)}/${random.whole(1, 99)}` : String(random.whole(1, 999)),
    ...(!town && random.chance(0.8) && { moo: String(random.whole(1, 14)) }),
    ...(random.chance(0.12) && { building: random.pick(BUILDINGS) }),
    ...(town && random.chance(0.5) && { soi: `${random.pick(ROADS)} ${random.whole(1, 99)}` }),
    ...(random.chance(0.6) && { road: random.pick(ROADS) }),
    subdistrictCode: spot.code,
    subdistrict: spot.subdistrict,
    district: spot.district,
    province: spot.province,
    postcode: spot.postcode,
  }
}

/** The bundled address table. */
export function readPlaceTable(): PlaceTable {
  return JSON.parse(readFileSync(new URL('../../../resources/addresses/places.json', import.meta.url), 'utf8')) as PlaceTable
}
