import type { writePipeline } from '../settings/defaults.ts'

type Stages = Parameters<typeof writePipeline>[4]

/** The demo's two ways of selling. The last two stages of each are won and lost. */
export const PIPELINES: Readonly<Record<'pumps' | 'service', { th: string; en: string; stages: Stages }>> = {
  pumps: {
    th: 'ขายปั๊มและระบบน้ำ',
    en: 'Pumps and water systems',
    stages: [
      ['คุยความต้องการ', 'Needs', 'open', 10, 14, []],
      ['สำรวจหน้างาน', 'Site survey', 'open', 25, 14, []],
      ['เสนอราคา', 'Quoted', 'open', 50, 14, ['amount']],
      ['ต่อรอง', 'Negotiating', 'open', 75, 10, ['amount', 'expectedClose']],
      ['รอใบสั่งซื้อ', 'Awaiting PO', 'open', 90, 7, ['amount', 'expectedClose']],
      ['ปิดการขายได้', 'Won', 'won', 100, null, ['amount']],
      ['ไม่ได้งาน', 'Lost', 'lost', 0, null, []],
    ],
  },
  service: {
    th: 'สัญญาบริการ',
    en: 'Service contracts',
    stages: [
      ['นัดตรวจระบบ', 'System check', 'open', 20, 10, []],
      ['เสนอสัญญา', 'Offered', 'open', 50, 14, ['amount']],
      ['รออนุมัติงบ', 'Awaiting budget', 'open', 70, 30, ['amount']],
      ['รอลงนาม', 'Awaiting signature', 'open', 90, 10, ['amount', 'expectedClose']],
      ['ได้สัญญา', 'Signed', 'won', 100, null, ['amount']],
      ['ไม่ต่อสัญญา', 'Not renewed', 'lost', 0, null, []],
    ],
  },
}

/** How far the closing stages lie behind the last open one. */
export const STAGE = { won: 1, lost: 2 } as const
