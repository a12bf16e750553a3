import { fold } from '../thai/text.ts'

/** How far a sale is, by the words that other programs use for it: won, lost, or a share of the way through the open stages. */
const WORDS: readonly [at: 'won' | 'lost' | number, words: readonly string[]][] = [
  ['won', ['won', 'closed won', 'close won', 'success', 'ordered', 'ได้งาน', 'ปิดการขาย', 'ปิดได้', 'สำเร็จ', 'สั่งซื้อแล้ว', 'ชนะ']],
  [
    'lost',
    [
      'lost',
      'closed lost',
      'close lost',
      'dead',
      'cancelled',
      'canceled',
      'rejected',
      'ไม่ได้',
      'เสียงาน',
      'แพ้',
      'ยกเลิก',
      'ไม่สำเร็จ',
    ],
  ],
  [0, ['prospecting', 'prospect', 'new', 'lead', 'open', 'qualification', 'qualify', 'ใหม่', 'เริ่มต้น', 'สนใจ', 'ติดต่อครั้งแรก']],
  [
    0.25,
    [
      'engaging',
      'engaged',
      'contacted',
      'discovery',
      'meeting',
      'needs analysis',
      'in progress',
      'qualified',
      'กำลังติดต่อ',
      'นัดพบ',
      'กำลังคุย',
    ],
  ],
  [
    0.5,
    ['proposal', 'proposition', 'proposed', 'quote', 'quotation', 'value proposition', 'ส่งใบเสนอราคา', 'เสนอราคาแล้ว', 'เสนอราคา'],
  ],
  [0.75, ['negotiation', 'negotiating', 'review', 'decision', 'ต่อราคา', 'ต่อรองราคา', 'รอตัดสินใจ']],
  [1, ['commit', 'verbal', 'contract', 'awaiting po', 'รอ po', 'รอสั่งซื้อ', 'รอเซ็นสัญญา']],
]

type KnownStage = { id: string; kind: 'open' | 'won' | 'lost' }

/** The stage of a pipeline (its stages in order) that another program's word most likely stands for; undefined for words nobody knows. */
export function guessStage(word: string, stages: readonly KnownStage[]): string | undefined {
  const wanted = fold(word)
  const at = WORDS.find(([, words]) => words.some((known) => fold(known) === wanted))?.[0]
  if (at === undefined) return undefined
  if (typeof at === 'string') return stages.find((stage) => stage.kind === at)?.id
  const open = stages.filter((stage) => stage.kind === 'open')
  return open[Math.round(at * (open.length - 1))]?.id
}
