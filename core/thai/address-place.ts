/** Finds which sub-district, district, province and postcode an address names, in whatever order and spelling. */
import { BANGKOK, DISTRICT_ALIASES, PROVINCE_ALIASES } from './place-names.ts'
import type { Place, Places } from './places.ts'

export type Span = { start: number; end: number }
export type PlaceWarning = 'unknown_postcode' | 'postcode_mismatch' | 'postcode_inferred' | 'ambiguous_place'
/** What an address says about its place; `spans` are the pieces of the text that said it. */
export type FoundPlace = {
  subdistrictCode?: string
  subdistrict?: string
  district?: string
  province?: string
  postcode?: string
  spans: Span[]
  warnings: PlaceWarning[]
}

type Hit = Span & { weight: number }
type Scored = { place: Place; score: number; subdistrict?: Hit; district?: Hit; province?: Hit }
type Level = { before: RegExp; labelled: number; bare: number }

const SUBDISTRICT: Level = {
  before: /(?:ตำบล|แขวง|(?<![\u0e01-\u0e4e])ต\s?\.?|(?<=[\u0e01-\u0e4e])ต\.)\s*$/,
  labelled: 4,
  bare: 2,
}
const DISTRICT: Level = {
  // หลักเขต and คีรีเขต are names that end like the label: a label grown onto a name has its own name grown on behind.
  before: /(?:(?:กิ่งอำเภอ|อำเภอ|(?<![\u0e01-\u0e4e])เขต|(?<![\u0e01-\u0e4e])อ\s?\.?|(?<=[\u0e01-\u0e4e])อ\.)\s*|เขต)$/,
  labelled: 3,
  bare: 1.5,
}
const PROVINCE: Level = { before: /(?:จังหวัด|(?<![\u0e01-\u0e4e])จ\s?\.?|(?<=[\u0e01-\u0e4e])จ\.)\s*$/, labelled: 2, bare: 1 }
/** A name right behind one of these is a road, a lane or a building, or another level's name. */
const OTHER_NAME_BEFORE =
  /(?:ถนน|ถ\.|ซอย|ซ\.|ตรอก|หมู่บ้าน|มบ\.|อาคาร|(?<![\u0e01-\u0e4e])ตึก|คอนโด|โครงการ|ตำบล|แขวง|อำเภอ|(?<![\u0e01-\u0e4e])เขต|จังหวัด|(?<![\u0e01-\u0e4e])[ตอจ]\.|road|soi)\s*$/i
const POSTCODE = /(?<!\d|[-/.])(?<!\d )[1-9]\d{4}(?!\d|[-/])/g
const POSTCODE_LABEL = /(?:รหัสไปรษณีย์|ไปรษณีย์|ปณ\.?|post\s*code|zip)\s*[:.]?\s*$/i
const NEXT_WORD = /^(?:ตำบล|แขวง|อำเภอ|เขต|จังหวัด|[ตอจ]\.|กทม|กรุงเทพ|โทร|ถนน|ซอย)/

/** The best place where a name stands in the text as a name of that level, or undefined. */
function findName(text: string, name: string, level: Level, avoid?: Span): Hit | undefined {
  let best: Hit | undefined
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const end = at + name.length
    if (avoid && at < avoid.end && avoid.start < end) continue
    const after = text.slice(end)
    if (/^[\u0e01-\u0e4eA-Za-z]/.test(after) && !NEXT_WORD.test(after)) continue
    const before = text.slice(Math.max(0, at - 14), at)
    const label = level.before.exec(before)
    const labelled = label !== null && label[0] !== ''
    if (!labelled && (OTHER_NAME_BEFORE.test(before) || /[\u0e01-\u0e4eA-Za-z]$/.test(before))) continue
    const weight = labelled ? level.labelled : level.bare
    // Of two equal hits the later one counts: places stand behind roads.
    if (!best || weight >= best.weight) best = { start: labelled ? at - label[0].length : at, end, weight }
  }
  return best
}

const ALIASES_OF: ReadonlyMap<string, readonly string[]> = aliasesOf()

function aliasesOf(): Map<string, string[]> {
  const byProvince = new Map<string, string[]>()
  for (const [alias, province] of Object.entries(PROVINCE_ALIASES)) {
    byProvince.set(province, [...(byProvince.get(province) ?? []), alias])
  }
  return byProvince
}

function bestHit(text: string, names: readonly string[], level: Level, avoid?: Span): Hit | undefined {
  let best: Hit | undefined
  for (const name of names) {
    const hit = text.includes(name) ? findName(text, name, level, avoid) : undefined
    if (hit && (!best || hit.weight > best.weight || (hit.weight === best.weight && hit.end - hit.start > best.end - best.start)))
      best = hit
  }
  return best
}

function districtNames(place: Place): string[] {
  return place.district === `เมือง${place.province}` ? [place.district, 'เมือง'] : [place.district, place.districtEn.toLowerCase()]
}

function districtHit(text: string, place: Place): Hit | undefined {
  const official = bestHit(text, districtNames(place), DISTRICT)
  if (official) return official
  for (const [alias, target] of Object.entries(DISTRICT_ALIASES)) {
    if (target.district !== place.district || target.province !== place.province) continue
    const hit = findName(text, alias, DISTRICT)
    // The everyday name is no district: it stays in the text besides.
    if (hit) return { ...hit, end: hit.start, weight: 1 }
  }
  return undefined
}

/** Scores all candidates; names of districts and provinces are looked for once each. */
function score(text: string, candidates: readonly Place[]): Scored[] {
  const districts = new Map<string, Hit | undefined>()
  const provinces = new Map<string, Hit | undefined>()
  const scored: Scored[] = []
  for (const place of candidates) {
    const districtKey = place.code.slice(0, 4)
    if (!districts.has(districtKey)) districts.set(districtKey, districtHit(text, place))
    if (!provinces.has(place.province)) {
      const names = [place.province, place.provinceEn.toLowerCase(), ...(ALIASES_OF.get(place.province) ?? [])]
      provinces.set(place.province, bestHit(text, names, PROVINCE))
    }
    const names = [place.subdistrict, place.subdistrictEn.toLowerCase()]
    let subdistrict = bestHit(text, names, SUBDISTRICT)
    let district = districts.get(districtKey)
    if (district && subdistrict && overlaps(district, subdistrict)) {
      // One word for both: the district is certain and the sub-district a guess, unless its own label or a second mention says so.
      if (subdistrict.weight === SUBDISTRICT.labelled) district = undefined
      else subdistrict = bestHit(text, names, SUBDISTRICT, district)
    }
    const province = provinces.get(place.province)
    // One bare word cannot be the sub-district and the district too, unless it is written twice.
    if (district && subdistrict && overlaps(district, subdistrict)) district = undefined
    const whole =
      (subdistrict?.weight ?? 0) +
      (district?.weight ?? 0) +
      (province && !overlapsAny(province, [subdistrict, district]) ? province.weight : 0)
    if (whole > 0) scored.push({ place, score: whole, subdistrict, district, province })
  }
  return scored.sort((a, b) => b.score - a.score)
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

function overlapsAny(span: Span, others: readonly (Span | undefined)[]): boolean {
  return others.some((other) => other !== undefined && overlaps(span, other))
}

function findPostcode(text: string): (Span & { digits: string }) | undefined {
  const last = [...text.matchAll(POSTCODE)].at(-1)
  if (!last) return undefined
  const label = POSTCODE_LABEL.exec(text.slice(0, last.index))
  return { digits: last[0], start: label ? label.index : last.index, end: last.index + 5 }
}

/** The candidates that share the best score, and what they agree on. */
function agreed(
  scored: readonly Scored[],
): { top: Scored; sameSubdistrict: boolean; sameDistrict: boolean; sameProvince: boolean } | undefined {
  const top = scored[0]
  if (!top) return undefined
  const rivals = scored.filter((other) => other.score === top.score)
  return {
    top,
    sameSubdistrict: top.subdistrict !== undefined && rivals.length === 1,
    sameDistrict: rivals.every((other) => other.place.code.slice(0, 4) === top.place.code.slice(0, 4)),
    sameProvince: rivals.every((other) => other.place.province === top.place.province),
  }
}

function choose(text: string, digits: string | undefined, places: Places, warnings: PlaceWarning[]): Scored[] {
  const inZip = digits ? places.byPostcode(digits) : []
  if (digits && inZip.length === 0) warnings.push('unknown_postcode')
  const local = score(text, inZip)
  if (local[0]?.subdistrict && local[0].score >= 3) return local
  const anywhere = score(text, places.all)
  if (inZip.length === 0) return anywhere
  // A postcode that contradicts a sub-district and district that are both named is the slip, not they.
  if ((anywhere[0]?.score ?? 0) < (local[0]?.score ?? 0) + 3 || !anywhere[0]?.subdistrict) return local
  warnings.push('postcode_mismatch')
  return anywhere
}

/**
 * The place an address names. The postcode limits the candidates; labelled names (ต. อ. จ.) weigh double; อ.เมือง means the central district of
 * the province. A postcode that is not written is filled in, with a warning, once the sub-district is certain.
 */
export function findPlace(original: string, places: Places): FoundPlace {
  const text = original.toLowerCase().length === original.length ? original.toLowerCase() : original
  const warnings: PlaceWarning[] = []
  const postcode = findPostcode(text)
  const found: FoundPlace = { spans: [], warnings }
  if (postcode && (places.byPostcode(postcode.digits).length > 0 || postcode.start !== postcode.end - 5)) {
    found.postcode = postcode.digits
    found.spans.push(postcode)
  }
  const result = agreed(choose(text, found.postcode, places, warnings))
  if (!result) return found
  const { top, sameSubdistrict, sameDistrict, sameProvince } = result
  if (top.subdistrict && sameSubdistrict) {
    found.subdistrictCode = top.place.code
    found.subdistrict = top.place.subdistrict
    found.spans.push(top.subdistrict)
    if (!found.postcode) {
      found.postcode = top.place.postcode
      warnings.push('postcode_inferred')
    }
  } else if (top.subdistrict) {
    found.subdistrict = top.place.subdistrict
    found.spans.push(top.subdistrict)
    warnings.push('ambiguous_place')
  }
  if (sameDistrict && (top.district || found.subdistrictCode)) {
    found.district = top.place.district
    if (top.district) found.spans.push(top.district)
  }
  if (sameProvince) {
    found.province = top.place.province
    if (top.province && !overlapsAny(top.province, [top.subdistrict, top.district])) found.spans.push(top.province)
  }
  return found
}

/** Whether แขวง and เขต are printed, as only Bangkok has them. */
export function isBangkok(province: string | undefined): boolean {
  return province === BANGKOK
}
