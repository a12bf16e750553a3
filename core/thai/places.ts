/** Sub-districts, districts, provinces and postcodes of Thailand in one box: searched, looked up and matched from a table handed in. */
import { toArabicDigits } from './digits.ts'
import { DISTRICT_ALIASES, type PlaceLevel, provinceAlias, takeLevelWord } from './place-names.ts'
import { fold, norm, skeleton } from './text.ts'

/** A sub-district with all it lies in. `code` has 6 digits, `provinceCode` 2 (Department of Provincial Administration). */
export type Place = {
  code: string
  subdistrict: string
  district: string
  province: string
  provinceCode: number
  postcode: string
  subdistrictEn: string
  districtEn: string
  provinceEn: string
}

export type SubdistrictRow = [code: number, thai: string, english: string, postcode: number]
export type DistrictRow = [code: number, thai: string, english: string, subdistricts: SubdistrictRow[]]
export type ProvinceRow = [code: number, thai: string, english: string, districts: DistrictRow[]]
/** The content of `resources/addresses/places.json`. */
export type PlaceTable = { snapshot: string; provinces: ProvinceRow[] }

export type Province = { code: number; name: string; nameEn: string }
export type PlaceQuery = { subdistrict?: string; district?: string; province?: string; postcode?: string }

export type Places = {
  /** Rows for one box: every word must fit; exact before beginning before inside. From one character on. */
  search(text: string, limit: number): Place[]
  /** The sub-district of a 6-digit code. */
  bySubdistrict(code: string): Place | undefined
  /** Every sub-district of a postcode: a pick-list, since most postcodes have several. */
  byPostcode(postcode: string): Place[]
  /** Every sub-district that has these names (with or without ต. อ. จ., everyday names of provinces, “เมือง” for its province's) and this postcode. */
  match(query: PlaceQuery): Place[]
  provinces: readonly Province[]
  all: readonly Place[]
}

type Name = { thai: string; english: string; extra: readonly string[] }
type Indexed = { place: Place; subdistrict: Name; district: number; province: number }
type Word = { text: string; level?: PlaceLevel; digits: boolean }

const NO_MATCH = 99
const RANKS: Record<PlaceLevel, number> = { subdistrict: 0, district: 1, province: 2 }
const GLUED_LEVEL_WORD = /(ตำบล|แขวง|อำเภอ|เขต|จังหวัด|(?<![\u0e01-\u0e4e])[ตอจ]\.|[ตอจ]\.(?=[\u0e01-\u0e4e]))/g

function nameOf(thai: string, english: string, extra: readonly string[] = []): Name {
  return { thai: fold(thai), english: fold(english), extra: extra.map(fold) }
}

/** 0 exact, 3 beginning, 6 inside: the steps leave room for the level of the name. */
function nameDistance(name: Name, word: string): number {
  if (name.thai === word || name.english === word || name.extra.includes(word)) return 0
  if (name.thai.startsWith(word) || name.english.startsWith(word)) return 3
  if (word.length > 1 && (name.thai.includes(word) || name.english.includes(word))) return 6
  return NO_MATCH
}

function wordsOf(text: string): Word[] {
  const clean = toArabicDigits(norm(text)).replace(/(^|\s)([ตอจ])\s*\.\s+/g, '$1$2.')
  return clean
    .split(/[\s,;/»]+/)
    .map(takeLevelWord)
    .map(({ level, name }) => ({ text: fold(name), level, digits: /^\d+$/.test(name) }))
    .filter((word) => word.text !== '')
}

class PlaceIndex {
  readonly places: Place[] = []
  readonly byCode = new Map<string, Place>()
  readonly byZip = new Map<string, Place[]>()
  readonly provinces: Province[] = []
  readonly indexed: Indexed[] = []
  private readonly districtNames: Name[] = []
  private readonly provinceNames: Name[] = []

  constructor(table: PlaceTable) {
    for (const [provinceCode, province, provinceEn, districts] of table.provinces) {
      this.provinces.push({ code: provinceCode, name: province, nameEn: provinceEn })
      this.provinceNames.push(nameOf(province, provinceEn))
      for (const [, district, districtEn, subdistricts] of districts) {
        const aliases = Object.entries(DISTRICT_ALIASES)
          .filter(([, target]) => target.district === district && target.province === province)
          .map(([alias]) => alias)
        this.districtNames.push(nameOf(district, districtEn, district === `เมือง${province}` ? [...aliases, 'เมือง'] : aliases))
        for (const [code, subdistrict, subdistrictEn, postcode] of subdistricts) {
          this.add({
            code: String(code),
            subdistrict,
            district,
            province,
            provinceCode,
            postcode: String(postcode),
            subdistrictEn,
            districtEn,
            provinceEn,
          })
        }
      }
    }
  }

  private add(place: Place) {
    this.places.push(place)
    this.byCode.set(place.code, place)
    const sameZip = this.byZip.get(place.postcode)
    if (sameZip) sameZip.push(place)
    else this.byZip.set(place.postcode, [place])
    this.indexed.push({
      place,
      subdistrict: nameOf(place.subdistrict, place.subdistrictEn),
      district: this.districtNames.length - 1,
      province: this.provinceNames.length - 1,
    })
  }

  /** Adds to `scores` how well each place fits the word; districts and provinces are compared once, not once a sub-district. */
  private scoreWord(word: Word, scores: Uint16Array) {
    if (word.digits) {
      for (const [i, { place }] of this.indexed.entries()) if (!place.postcode.startsWith(word.text)) scores[i] = NO_MATCH * 9
      return
    }
    const alias = provinceAlias(word.text)
    const aliased = alias && fold(alias)
    const level = (wanted: PlaceLevel, name: Name) =>
      word.level && word.level !== wanted ? NO_MATCH : Math.min(nameDistance(name, word.text) + RANKS[wanted], NO_MATCH)
    const districtFits = this.districtNames.map((name) => level('district', name))
    const provinceFits = this.provinceNames.map((name) => (name.thai === aliased ? RANKS.province : level('province', name)))
    for (const [i, { subdistrict, district, province }] of this.indexed.entries()) {
      const best = Math.min(
        level('subdistrict', subdistrict),
        districtFits[district] ?? NO_MATCH,
        provinceFits[province] ?? NO_MATCH,
      )
      scores[i] = best >= NO_MATCH ? NO_MATCH * 9 : (scores[i] ?? 0) + best
    }
  }

  search(words: readonly Word[], limit: number): Place[] {
    if (words.length === 0 || limit <= 0) return []
    const scores = new Uint16Array(this.indexed.length)
    for (const word of words) {
      const next = new Uint16Array(this.indexed.length)
      this.scoreWord(word, next)
      for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) + (next[i] ?? 0)
    }
    const hits: number[] = []
    for (let i = 0; i < scores.length; i++) if ((scores[i] ?? 0) < NO_MATCH * 9) hits.push(i)
    hits.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b)
    return hits.slice(0, limit).map((i) => this.places[i] as Place)
  }
}

/** The names of all places under one key (folded, or their skeleton), made once: matching runs for every row of an import. */
class KeyedNames {
  private readonly rows: { place: Place; subdistrict: string; district: string; province: string }[]
  private readonly bySubdistrict = new Map<string, number[]>()
  private readonly key: (s: string) => string

  constructor(places: readonly Place[], key: (s: string) => string) {
    this.key = key
    const keys = new Map<string, string>()
    const keyed = (name: string) => {
      const known = keys.get(name) ?? key(name)
      keys.set(name, known)
      return known
    }
    this.rows = places.map((place) => ({
      place,
      subdistrict: keyed(place.subdistrict),
      district: keyed(place.district),
      province: keyed(place.province),
    }))
    for (const [i, row] of this.rows.entries()) {
      for (const name of [row.subdistrict, fold(row.place.subdistrictEn)]) {
        this.bySubdistrict.set(name, [...(this.bySubdistrict.get(name) ?? []), i])
      }
    }
  }

  match(query: PlaceQuery): Place[] {
    const wanted = (text: string | undefined) => (text ? this.key(takeLevelWord(norm(text)).name) : '')
    const subdistrict = wanted(query.subdistrict)
    const district = wanted(query.district)
    const province = wanted(query.province)
    const official = provinceAlias(fold(takeLevelWord(norm(query.province ?? '')).name))
    const postcode = toArabicDigits(query.postcode ?? '').trim()
    if (!(subdistrict || district || province || postcode)) return []
    const central = this.key('เมือง')
    const candidates = subdistrict === '' ? this.rows : (this.bySubdistrict.get(subdistrict) ?? []).map((i) => this.rows[i]!)
    return candidates
      .filter(
        (row) =>
          (postcode === '' || row.place.postcode === postcode) &&
          (province === '' ||
            row.place.province === official ||
            row.province === province ||
            same(row.place.provinceEn, province)) &&
          (district === '' ||
            row.district === district ||
            (district === central && row.place.district === `เมือง${row.place.province}`) ||
            same(row.place.districtEn, district)),
      )
      .map((row) => row.place)
  }
}

/** English names are compared only with English keys, which saves folding them for every Thai one. */
function same(english: string, key: string): boolean {
  return /^[a-z]/.test(key) && fold(english) === key
}

/** A file names the same few places again and again; a district without its sub-district takes a walk through the whole table. */
const MOST_REMEMBERED = 5_000

/** Prepares the table for searching; takes some 50 ms, so it is done once. */
export function createPlaces(table: PlaceTable): Places {
  const index = new PlaceIndex(table)
  const folded = new KeyedNames(index.places, fold)
  let skeletons: KeyedNames | undefined
  const matched = new Map<string, Place[]>()
  return {
    search(text, limit) {
      const found = index.search(wordsOf(text), limit)
      if (found.length > 0) return found
      const apart = text.replace(GLUED_LEVEL_WORD, ' $1')
      return apart === text ? [] : index.search(wordsOf(apart), limit)
    },
    bySubdistrict: (code) => index.byCode.get(code),
    byPostcode: (postcode) => index.byZip.get(toArabicDigits(postcode).trim()) ?? [],
    match(query) {
      const asked = [query.subdistrict, query.district, query.province, query.postcode].join('|')
      const known = matched.get(asked)
      if (known) return known
      const exact = folded.match(query)
      skeletons ??= exact.length > 0 ? undefined : new KeyedNames(index.places, (s) => skeleton(s))
      const found = exact.length > 0 ? exact : (skeletons?.match(query) ?? [])
      if (matched.size >= MOST_REMEMBERED) matched.clear()
      matched.set(asked, found)
      return found
    },
    provinces: index.provinces,
    all: index.places,
  }
}
