import type { Region } from './place-words.ts'

/** Places in the list of people below. */
export const OWNER = 0
export const MANAGER = 1
export const ADMIN = 5

/** The people of the demo's office, in the order in which they joined. */
export const STAFF = [
  { name: 'ประเสริฐ วารีกิจเจริญ', nick: 'เสริฐ', role: 'owner' },
  { name: 'กาญจนา ฐิติพัฒนกุล', nick: 'กาญ', role: 'manager' },
  { name: 'ณัฐวุฒิ แก้วมณี', nick: 'นัท', role: 'sales' },
  { name: 'ปิยะพงษ์ กตัญญูกุล', nick: 'ป้ำ', role: 'sales' },
  { name: 'ฐิติมา ศรีบุญเรือง', nick: 'ฐิ', role: 'sales' },
  { name: 'วรรณี ชื่นบาน', nick: 'นี', role: 'admin' },
] as const

/** Which seller looks after which part of the country. */
export const SELLER_OF: Readonly<Record<Region, number>> = { central: 2, east: 3, other: 4 }

export const TEAMS: readonly { name: string; members: readonly number[] }[] = [
  { name: 'ทีมกลางและตะวันออก', members: [MANAGER, 2, 3] },
  { name: 'ทีมภูมิภาค', members: [MANAGER, 4] },
]

export const COMPANY = {
  name: 'บริษัท ศรีวารีปั๊มแอนด์เซอร์วิส จำกัด',
  nameEn: 'Sri Varee Pump and Service Co., Ltd.',
  taxId: '0115999000016',
  branch: '00000',
  phone: '02-000-1234',
  address: '88/8 หมู่ที่ 5 ถนนเทพารักษ์ ตำบลบางพลีใหญ่ อำเภอบางพลี จังหวัดสมุทรปราการ 10540',
}
