/** Pick lists whose entries the product itself relies on; an office may not change them. */
const entry = (list: string, key: string, labelTh: string, labelEn: string, position: number) => ({
  list,
  key,
  labelTh,
  labelEn,
  colour: null,
  position,
  archived: false,
})

/** How a deal stands; follows from the kind of its stage. */
export const DEAL_STATUSES = [
  entry('dealStatus', 'open', 'เปิดอยู่', 'Open', 0),
  entry('dealStatus', 'won', 'ปิดการขายได้', 'Won', 1),
  entry('dealStatus', 'lost', 'ไม่ได้งาน', 'Lost', 2),
]

/** Lists with entries that rules look for by key; those entries can be renamed, not removed. */
export const KEPT_CHOICES: Readonly<Record<string, readonly string[]>> = {
  activityType: ['task', 'call', 'meeting', 'visit', 'line', 'note'],
  buyingPart: ['decides'],
  addressType: ['billing'],
  leadStatus: ['new', 'converted'],
  repeat: ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'],
}
