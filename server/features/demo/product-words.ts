import type { Segment } from './company-words.ts'

/** What the demo's office sells. Amounts in baht: half of the deals lie below `median`, a few far above (log-normal `spread`). */
export type Product = {
  key: string
  th: string
  en: string
  pipeline: 'pumps' | 'service'
  median: number
  spread: number
  segments: readonly Segment[]
}

export const PRODUCTS: readonly Product[] = [
  {
    key: 'centrifugal',
    th: 'ปั๊มหอยโข่ง',
    en: 'Centrifugal pump',
    pipeline: 'pumps',
    median: 64_000,
    spread: 1,
    segments: ['factory', 'construction', 'shop', 'farm'],
  },
  {
    key: 'deepwell',
    th: 'ปั๊มบาดาลพร้อมติดตั้ง',
    en: 'Deep-well pump',
    pipeline: 'pumps',
    median: 88_000,
    spread: 0.8,
    segments: ['farm', 'government', 'school', 'home'],
  },
  {
    key: 'submersible',
    th: 'ปั๊มแช่ดูดน้ำเสีย',
    en: 'Submersible pump',
    pipeline: 'pumps',
    median: 72_000,
    spread: 0.9,
    segments: ['factory', 'construction', 'hotel', 'service'],
  },
  {
    key: 'aerator',
    th: 'เครื่องตีน้ำและเติมอากาศบ่อกุ้ง',
    en: 'Pond aerator',
    pipeline: 'pumps',
    median: 120_000,
    spread: 0.9,
    segments: ['shrimp'],
  },
  {
    key: 'seawater',
    th: 'ปั๊มน้ำเค็มสแตนเลส',
    en: 'Sea-water pump',
    pipeline: 'pumps',
    median: 165_000,
    spread: 0.8,
    segments: ['shrimp', 'hotel'],
  },
  {
    key: 'booster',
    th: 'ชุดปั๊มเพิ่มแรงดัน',
    en: 'Booster set',
    pipeline: 'pumps',
    median: 145_000,
    spread: 1,
    segments: ['hotel', 'home', 'service', 'health'],
  },
  {
    key: 'fire',
    th: 'ปั๊มดับเพลิง',
    en: 'Fire pump',
    pipeline: 'pumps',
    median: 680_000,
    spread: 0.7,
    segments: ['factory', 'construction', 'hotel'],
  },
  {
    key: 'solar',
    th: 'ระบบโซลาร์สูบน้ำ',
    en: 'Solar pumping',
    pipeline: 'pumps',
    median: 240_000,
    spread: 0.8,
    segments: ['farm', 'government', 'shrimp'],
  },
  {
    key: 'treatment',
    th: 'ระบบบำบัดน้ำเสีย',
    en: 'Waste-water treatment',
    pipeline: 'pumps',
    median: 920_000,
    spread: 0.9,
    segments: ['factory', 'hotel', 'health', 'food'],
  },
  {
    key: 'ro',
    th: 'เครื่องกรองน้ำอาร์โอ',
    en: 'RO filter',
    pipeline: 'pumps',
    median: 58_000,
    spread: 0.9,
    segments: ['school', 'food', 'health', 'service', 'home'],
  },
  {
    key: 'home',
    th: 'ปั๊มอัตโนมัติบ้านพัก',
    en: 'Home pump',
    pipeline: 'pumps',
    median: 9_800,
    spread: 0.5,
    segments: ['home', 'shop'],
  },
  {
    key: 'pipes',
    th: 'ท่อ ข้อต่อ และวาล์ว',
    en: 'Pipes and valves',
    pipeline: 'pumps',
    median: 38_000,
    spread: 1.1,
    segments: ['shop', 'construction', 'farm'],
  },
  {
    key: 'yearly',
    th: 'สัญญาบำรุงรักษารายปี',
    en: 'Yearly maintenance',
    pipeline: 'service',
    median: 48_000,
    spread: 0.7,
    segments: ['factory', 'hotel', 'health', 'service', 'government'],
  },
  {
    key: 'panel',
    th: 'ตรวจเช็กตู้คอนโทรลและมอเตอร์',
    en: 'Panel and motor check',
    pipeline: 'service',
    median: 18_500,
    spread: 0.6,
    segments: ['factory', 'construction', 'shop', 'home'],
  },
  {
    key: 'well',
    th: 'เป่าล้างบ่อบาดาล',
    en: 'Well cleaning',
    pipeline: 'service',
    median: 26_000,
    spread: 0.5,
    segments: ['farm', 'school', 'government', 'home'],
  },
  {
    key: 'pond',
    th: 'ดูแลเครื่องตีน้ำตลอดรุ่นเลี้ยง',
    en: 'Aerator care per crop',
    pipeline: 'service',
    median: 42_000,
    spread: 0.6,
    segments: ['shrimp'],
  },
  {
    key: 'filter',
    th: 'เปลี่ยนไส้กรองตามรอบ',
    en: 'Filter changes',
    pipeline: 'service',
    median: 12_600,
    spread: 0.5,
    segments: ['school', 'food', 'health', 'service'],
  },
]

/** Made-up rivals. */
export const COMPETITORS = [
  'สยามไฮโดรปั๊ม',
  'เค.ที. เพาเวอร์ปั๊ม',
  'วารีเทคซัพพลาย',
  'บูรพาเครื่องสูบ',
  'ยูนิโฟลว์เอเชีย',
  'ร้านในพื้นที่',
  'นำเข้าเอง',
]

export const LOST_NOTES: Readonly<Record<string, readonly string[]>> = {
  price: ['คู่แข่งเสนอต่ำกว่าเรา 8%', 'เจ้าของขอลดอีก 12% ให้ไม่ได้', 'เทียบราคากับของจีน รับประกันสั้นกว่าแต่ถูกกว่ามาก'],
  competitor: ['เลือกเจ้าเดิมที่ใช้อยู่', 'คู่แข่งส่งของได้ก่อนเราสองสัปดาห์', 'ญาติเจ้าของขายปั๊มเหมือนกัน'],
  budget: ['งบปีนี้หมด ให้เสนอใหม่ต้นปีงบประมาณ', 'ที่ประชุมไม่อนุมัติ', 'ราคากุ้งตก เลื่อนลงทุน'],
  timing: ['เลื่อนก่อสร้างอาคารหลังใหม่', 'รอผลเลี้ยงรุ่นหน้า', 'รอผู้บริหารใหม่'],
  noReply: ['โทร 5 ครั้งไม่รับ LINE อ่านไม่ตอบ', 'คนติดต่อลาออก ไม่มีใครรับช่วง'],
  spec: ['ต้องการมอเตอร์ IE3 เราไม่มีของพร้อมส่ง', 'หน้างานต้องใช้ไฟ 1 เฟส ปั๊มเราเป็น 3 เฟส'],
}
