/** How people call provinces and districts besides their official names. */
import { fold } from './text.ts'

export const BANGKOK = 'กรุงเทพมหานคร'

/** Everyday name → official province. Beginnings of official names (อุบล, สุราษฎร์) are listed where people write them in addresses. */
export const PROVINCE_ALIASES: Readonly<Record<string, string>> = {
  กทม: BANGKOK,
  'กทม.': BANGKOK,
  'ก.ท.ม.': BANGKOK,
  กรุงเทพฯ: BANGKOK,
  กรุงเทพ: BANGKOK,
  bkk: BANGKOK,
  โคราช: 'นครราชสีมา',
  korat: 'นครราชสีมา',
  อยุธยา: 'พระนครศรีอยุธยา',
  ayutthaya: 'พระนครศรีอยุธยา',
  อุบลฯ: 'อุบลราชธานี',
  อุบล: 'อุบลราชธานี',
  แปดริ้ว: 'ฉะเชิงเทรา',
  สุราษฎร์ฯ: 'สุราษฎร์ธานี',
  สุราษฎร์: 'สุราษฎร์ธานี',
  สุราษ: 'สุราษฎร์ธานี',
  เมืองคอน: 'นครศรีธรรมราช',
  นครศรี: 'นครศรีธรรมราช',
  สป: 'สมุทรปราการ',
  'สป.': 'สมุทรปราการ',
  ปากน้ำ: 'สมุทรปราการ',
  นนท์: 'นนทบุรี',
  ปทุม: 'ปทุมธานี',
  ปทุมฯ: 'ปทุมธานี',
  อุดร: 'อุดรธานี',
  อุดรฯ: 'อุดรธานี',
  กาญจน์: 'กาญจนบุรี',
  เมืองกาญจน์: 'กาญจนบุรี',
  สุพรรณ: 'สุพรรณบุรี',
  ประจวบ: 'ประจวบคีรีขันธ์',
  ประจวบฯ: 'ประจวบคีรีขันธ์',
  ปราจีน: 'ปราจีนบุรี',
  แม่กลอง: 'สมุทรสงคราม',
  มหาชัย: 'สมุทรสาคร',
}

/** Places everybody names that are no district of their own: the district they lie in. */
export const DISTRICT_ALIASES: Readonly<Record<string, { district: string; province: string }>> = {
  พัทยา: { district: 'บางละมุง', province: 'ชลบุรี' },
  เมืองพัทยา: { district: 'บางละมุง', province: 'ชลบุรี' },
  pattaya: { district: 'บางละมุง', province: 'ชลบุรี' },
  สมุย: { district: 'เกาะสมุย', province: 'สุราษฎร์ธานี' },
  ป่าตอง: { district: 'กะทู้', province: 'ภูเก็ต' },
}

export type PlaceLevel = 'subdistrict' | 'district' | 'province'

const LEVEL_WORDS: readonly [RegExp, PlaceLevel][] = [
  [/^(?:ตำบล|แขวง|ต\.)\s*/, 'subdistrict'],
  [/^(?:กิ่งอำเภอ|อำเภอ|เขต|อ\.)\s*/, 'district'],
  [/^(?:จังหวัด|จ\.)\s*/, 'province'],
]

/** Takes ต. อ. จ. and their full words off a name, and says which level they name. */
export function takeLevelWord(text: string): { level?: PlaceLevel; name: string } {
  for (const [pattern, level] of LEVEL_WORDS) {
    const match = pattern.exec(text)
    if (match && match[0].length < text.length) return { level, name: text.slice(match[0].length) }
  }
  return { name: text }
}

/** The official province for an everyday name, folded; undefined if it is none. */
export function provinceAlias(foldedName: string): string | undefined {
  return foldedAliases().get(foldedName)
}

let aliases: ReadonlyMap<string, string> | undefined

function foldedAliases(): ReadonlyMap<string, string> {
  aliases ??= new Map(Object.entries(PROVINCE_ALIASES).map(([alias, province]) => [fold(alias), province]))
  return aliases
}
