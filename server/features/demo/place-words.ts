/** How often customers live in a province (two-digit code of the Department of Provincial Administration); those not named share the rest. */
export const PROVINCE_SHARES: readonly (readonly [code: number, weight: number])[] = [
  [10, 210],
  [11, 85],
  [12, 55],
  [13, 55],
  [14, 20],
  [20, 90],
  [21, 65],
  [22, 25],
  [24, 55],
  [25, 15],
  [30, 45],
  [34, 20],
  [40, 40],
  [41, 18],
  [50, 42],
  [57, 18],
  [60, 20],
  [65, 20],
  [70, 30],
  [72, 18],
  [73, 42],
  [74, 65],
  [75, 18],
  [76, 20],
  [77, 22],
  [80, 40],
  [82, 8],
  [83, 28],
  [84, 42],
  [86, 18],
  [90, 45],
  [92, 14],
  [93, 12],
  [94, 12],
]
export const OTHER_PROVINCES_WEIGHT = 160

/** The telephone area of a province outside Bangkok, by its first digit: close enough for made-up numbers. */
export const AREA_CODES: Readonly<Record<string, readonly string[]>> = {
  '1': ['02'],
  '2': ['038', '039', '037'],
  '3': ['044', '045'],
  '4': ['042', '043'],
  '5': ['053', '054'],
  '6': ['055', '056'],
  '7': ['034', '032', '035'],
  '8': ['077', '075', '076'],
  '9': ['074', '073'],
}

export const ROADS = [
  'สุขุมวิท',
  'พระราม 2',
  'เพชรเกษม',
  'มิตรภาพ',
  'พหลโยธิน',
  'รามอินทรา',
  'ลาดพร้าว',
  'บางนา-ตราด',
  'เทพารักษ์',
  'ศรีนครินทร์',
  'เอกชัย',
  'กาญจนาภิเษก',
  'นิตโย',
  'ราษฎร์อุทิศ',
  'เลี่ยงเมือง',
  'ริมน้ำ',
  'เทศบาล 4',
  'ประชาชื่น',
  'สายเอเชีย',
  'กาญจนวนิช',
  'ช้างเผือก',
  'หน้าเมือง',
]
export const BUILDINGS = [
  'อาคารฐานฎีกา',
  'นิคมอุตสาหกรรมบางปู',
  'นิคมอุตสาหกรรมฝั่งตะวันออก',
  'ตึกกตัญญู',
  'หมู่บ้านปิ่นเกล้าวิลล่า',
  'หมู่บ้านริมคลอง',
  'โครงการโกดังทรัพย์ทวี',
  'ตลาดกลางค้าส่ง',
  'อาคารชั้นเอก',
]

/** Part of the country that a seller looks after, by the first digit of the province. */
export type Region = 'central' | 'east' | 'other'
export const regionOf = (provinceCode: string): Region =>
  /^[17]/.test(provinceCode) ? 'central' : provinceCode.startsWith('2') ? 'east' : 'other'
