import { uuidv7 } from 'uuidv7'
import { BUILT_IN_ROLES } from '../../../core/access/policy.ts'
import type { Transaction } from '../../db/database.ts'

type Pick = [key: string, th: string, en: string, colour?: string]

/** The pick lists of a new office. Keys are stored in records and stay; labels are the office's to change. */
const LISTS: Record<string, Pick[]> = {
  businessKind: [
    ['wholesale', 'ค้าส่ง', 'Wholesale'],
    ['retail', 'ค้าปลีก', 'Retail'],
    ['consumer', 'ผู้บริโภค', 'Consumer'],
  ],
  grade: [
    ['A', 'A', 'A'],
    ['B', 'B', 'B'],
    ['C', 'C', 'C'],
    ['D', 'D', 'D'],
  ],
  lifecycle: [
    ['prospect', 'ว่าที่ลูกค้า', 'Prospect'],
    ['new', 'ลูกค้าใหม่', 'New customer'],
    ['regular', 'ลูกค้าประจำ', 'Regular'],
    ['atRisk', 'เสี่ยงหาย', 'At risk', 'amber'],
    ['lapsed', 'ลูกค้าหาย', 'Lapsed', 'red'],
  ],
  source: [
    ['referral', 'แนะนำต่อ', 'Referral'],
    ['walkIn', 'ลูกค้าหน้าร้าน', 'Walk-in'],
    ['line', 'LINE', 'LINE'],
    ['facebook', 'Facebook', 'Facebook'],
    ['phone', 'โทรเข้ามา', 'Phoned us'],
    ['website', 'เว็บไซต์', 'Website'],
    ['fair', 'งานแฟร์', 'Trade fair'],
    ['visit', 'เซลส์เข้าพบ', 'Sales visit'],
    ['marketplace', 'มาร์เก็ตเพลส', 'Marketplace'],
  ],
  industry: [
    ['construction', 'ก่อสร้าง', 'Construction'],
    ['factory', 'โรงงาน', 'Manufacturing'],
    ['shop', 'ร้านค้า', 'Shop'],
    ['food', 'ร้านอาหาร', 'Food'],
    ['hotel', 'โรงแรมและท่องเที่ยว', 'Hotel and travel'],
    ['farm', 'เกษตร', 'Farming'],
    ['health', 'สุขภาพ', 'Health'],
    ['education', 'การศึกษา', 'Education'],
    ['government', 'หน่วยงานรัฐ', 'Government'],
    ['service', 'บริการ', 'Services'],
  ],
  phoneType: [
    ['mobile', 'มือถือ', 'Mobile'],
    ['office', 'ที่ทำงาน', 'Office'],
    ['home', 'บ้าน', 'Home'],
    ['fax', 'แฟกซ์', 'Fax'],
  ],
  addressType: [
    ['billing', 'ที่อยู่ออกบิล', 'Bill-to'],
    ['shipping', 'ที่อยู่จัดส่ง', 'Ship-to'],
    ['other', 'ที่อยู่อื่น', 'Other'],
  ],
  customerLink: [
    ['branchOf', 'สาขาของ', 'Branch of'],
    ['dealerOf', 'ตัวแทนของ', 'Dealer of'],
    ['family', 'ครอบครัว', 'Family'],
    ['partner', 'คู่ค้า', 'Partner'],
  ],
  buyingPart: [
    ['decides', 'ตัดสินใจ', 'Decides'],
    ['influences', 'มีอิทธิพล', 'Influences'],
    ['uses', 'ใช้งาน', 'Uses'],
    ['blocks', 'คัดค้าน', 'Blocks'],
    ['pays', 'จ่ายเงิน', 'Pays'],
  ],
  channel: [
    ['phone', 'โทรศัพท์', 'Phone'],
    ['line', 'LINE', 'LINE'],
    ['sms', 'SMS', 'SMS'],
    ['email', 'อีเมล', 'E-mail'],
    ['post', 'ไปรษณีย์', 'Post'],
    ['visit', 'เข้าพบ', 'Visit'],
  ],
  leadStatus: [
    ['new', 'ใหม่', 'New'],
    ['contacting', 'กำลังติดต่อ', 'Contacting'],
    ['qualified', 'สนใจจริง', 'Qualified'],
    ['converted', 'เป็นลูกค้าแล้ว', 'Converted', 'green'],
    ['lost', 'ไม่สนใจ', 'Not interested'],
  ],
  leadLostReason: [
    ['noReply', 'ติดต่อไม่ได้', 'No reply'],
    ['notNow', 'ยังไม่ใช่ตอนนี้', 'Not now'],
    ['price', 'ราคา', 'Price'],
    ['wrongFit', 'ไม่ตรงความต้องการ', 'Not a fit'],
  ],
  lostReason: [
    ['price', 'ราคาสูงกว่า', 'Price'],
    ['competitor', 'เลือกคู่แข่ง', 'Chose a competitor'],
    ['budget', 'งบไม่ผ่าน', 'No budget'],
    ['timing', 'เลื่อนไม่มีกำหนด', 'Postponed'],
    ['noReply', 'เงียบหาย', 'Went quiet'],
    ['spec', 'สเปกไม่ตรง', 'Wrong specification'],
  ],
  product: [],
  activityType: [
    ['task', 'งานที่ต้องทำ', 'Task'],
    ['call', 'โทร', 'Call'],
    ['meeting', 'ประชุม', 'Meeting'],
    ['visit', 'เข้าพบ', 'Visit'],
    ['line', 'LINE', 'LINE'],
    ['email', 'อีเมล', 'E-mail'],
    ['note', 'โน้ต', 'Note'],
  ],
  outcome: [
    ['answered', 'รับสาย', 'Answered'],
    ['noAnswer', 'ไม่รับสาย', 'No answer'],
    ['callBack', 'ให้โทรกลับ', 'Call back'],
    ['interested', 'สนใจ', 'Interested'],
    ['notInterested', 'ไม่สนใจ', 'Not interested'],
    ['ordered', 'สั่งซื้อ', 'Ordered'],
    ['done', 'เสร็จ', 'Done'],
  ],
  repeat: [
    ['daily', 'ทุกวัน', 'Daily'],
    ['weekly', 'ทุกสัปดาห์', 'Weekly'],
    ['monthly', 'ทุกเดือน', 'Monthly'],
    ['quarterly', 'ทุก 3 เดือน', 'Every 3 months'],
    ['yearly', 'ทุกปี', 'Yearly'],
  ],
}

type StageDefault = [
  th: string,
  en: string,
  kind: 'open' | 'won' | 'lost',
  probability: number,
  staleDays: number | null,
  required: string[],
]
export const DEFAULT_STAGES: StageDefault[] = [
  ['คุยความต้องการ', 'Needs', 'open', 10, 14, []],
  ['สำรวจหน้างาน', 'Site survey', 'open', 25, 14, []],
  ['เสนอราคา', 'Quoted', 'open', 50, 14, ['amount']],
  ['ต่อรอง', 'Negotiating', 'open', 75, 10, ['amount']],
  ['รอใบสั่งซื้อ', 'Awaiting PO', 'open', 90, 7, ['amount']],
  ['ปิดการขายได้', 'Won', 'won', 100, null, ['amount']],
  ['ไม่ได้งาน', 'Lost', 'lost', 0, null, []],
]

const ROLE_NAMES: Record<string, [th: string, en: string]> = {
  owner: ['เจ้าของ', 'Owner'],
  admin: ['ผู้ดูแลระบบ', 'Admin'],
  manager: ['หัวหน้าทีม', 'Manager'],
  sales: ['พนักงานขาย', 'Sales'],
  service: ['ฝ่ายบริการ', 'Service'],
  marketing: ['การตลาด', 'Marketing'],
  readonly: ['ดูอย่างเดียว', 'Read only'],
}

/** Fills a new office with its roles, pick lists and first pipeline. */
export async function writeDefaults(tx: Transaction): Promise<void> {
  for (const role of BUILT_IN_ROLES) {
    const [th, en] = ROLE_NAMES[role.key] ?? [role.key, role.key]
    await tx.run('insert into role (key, name_th, name_en, definition) values (?, ?, ?, ?)', [
      role.key,
      th,
      en,
      JSON.stringify(role),
    ])
  }
  for (const [list, picks] of Object.entries(LISTS)) {
    for (const [position, [key, th, en, colour]] of picks.entries()) {
      await tx.run('insert into choice (list, key, label_th, label_en, colour, position) values (?, ?, ?, ?, ?, ?)', [
        list,
        key,
        th,
        en,
        colour ?? null,
        position,
      ])
    }
  }
  await writePipeline(tx, 'งานขาย', 'Sales', 0, DEFAULT_STAGES)
}

/** Adds a pipeline with its stages and returns its id. */
export async function writePipeline(
  tx: Transaction,
  nameTh: string,
  nameEn: string,
  position: number,
  stages: StageDefault[],
): Promise<string> {
  const id = uuidv7()
  await tx.run('insert into pipeline (id, name_th, name_en, position) values (?, ?, ?, ?)', [id, nameTh, nameEn, position])
  for (const [at, [th, en, kind, probability, staleDays, required]] of stages.entries()) {
    await tx.run(
      'insert into stage (id, pipeline_id, name_th, name_en, kind, probability, stale_days, required, position) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [uuidv7(), id, th, en, kind, probability, staleDays, JSON.stringify(required), at],
    )
  }
  return id
}
