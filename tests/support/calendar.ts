type Row = {
  id: string
  subject: string
  version: number
  may: { edit: boolean }
  titles: Record<string, string>
} & Record<string, unknown>
export type Calendar = { rows: Row[]; series: { row: Row; at: string[] }[]; capped: boolean }
export type Check = {
  counts: Record<string, number>
  items: { action: string; title: string; at: string; reasons: { code: string }[] }[]
}

/** Lines of a calendar file around the given ones. */
export const ics = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
export const event = (uid: string, start: string, ...more: string[]) => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  `DTSTART${start}`,
  ...more,
  'END:VEVENT',
]
