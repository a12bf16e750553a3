import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../core/errors.ts'
import { readEvents } from '../../../server/features/calendar/ics-events.ts'
import { first, parseLine, readComponents, unescapeText } from '../../../server/features/calendar/ics-lines.ts'
import { daysOfRule, parseRule, repeatWord } from '../../../server/features/calendar/ics-rule.ts'
import { durationMinutes, instantOf, parseTime, zonesOf } from '../../../server/features/calendar/ics-time.ts'
import { escapeText, foldLine, repeatRule } from '../../../server/features/calendar/write-ics.ts'

const BANGKOK = 'Asia/Bangkok'
const calendarOf = (...lines: string[]) => {
  const [calendar] = readComponents(['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n'))
  if (!calendar) throw new Error('no calendar')
  return calendar
}
const eventsOf = (...lines: string[]) => {
  const calendar = calendarOf(...lines)
  return readEvents(calendar, zonesOf(calendar, BANGKOK))
}

describe('the text of a calendar file', () => {
  it('is folded at 75 octets, never within a character, and unfolds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const line = `SUMMARY:${escapeText(text)}`
        const folded = foldLine(line)
        for (const part of folded.split('\r\n')) {
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75)
          expect(part).not.toContain('\uFFFD'.repeat(2))
        }
        const [calendar] = readComponents(`BEGIN:VCALENDAR\r\n${folded}\r\nEND:VCALENDAR`)
        const read = unescapeText(calendar ? (first(calendar, 'SUMMARY')?.value ?? '') : '')
        // biome-ignore lint/suspicious/noControlCharactersInRegex: those that a calendar file may not hold
        expect(read).toBe(text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''))
      }),
    )
  })

  it('folds Thai, which takes three octets a letter', () => {
    const folded = foldLine(`SUMMARY:${'ป้ำกตัญญู'.repeat(20)}`)
    expect(folded.split('\r\n ').join('')).toBe(`SUMMARY:${'ป้ำกตัญญู'.repeat(20)}`)
    expect(folded.split('\r\n').length).toBeGreaterThan(6)
  })

  it('is read with quoted parameters, which may hold the signs that part others', () => {
    expect(parseLine('DTSTART;TZID="Tokyo: Standard; Time";X-A=b:20260101T000000')).toEqual({
      name: 'DTSTART',
      params: { TZID: 'Tokyo: Standard; Time', 'X-A': 'b' },
      value: '20260101T000000',
    })
    expect(parseLine('no colon')).toBeUndefined()
  })

  it('whatever it is, is read or refused, and never anything else', () => {
    const word = fc.constantFrom('BEGIN:VCALENDAR', 'END:VCALENDAR', 'BEGIN:VEVENT', 'END:VEVENT', 'BEGIN:VALARM', 'END:VALARM')
    const odd = fc.constantFrom(
      'DTSTART:99999999T999999',
      'DTSTART;TZID=../../etc:20260101',
      'RRULE:FREQ=;;=',
      'DURATION:-P9999W',
      'UID:',
      ' :',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(word, odd, fc.string({ maxLength: 80 })), { maxLength: 40 }), (lines) => {
        try {
          for (const calendar of readComponents(lines.join('\n'))) readEvents(calendar, zonesOf(calendar, BANGKOK))
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(error.code).toMatch(/^calendar\./)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('of a hostile writer costs little: deep nests, a line without end, a million lines', () => {
    // One that cost much would still be at it when the runner gives up.
    expect(() => readComponents('BEGIN:VCALENDAR\n'.repeat(100_000))).toThrow(AppError)
    expect(() => readComponents(`BEGIN:VCALENDAR\nSUMMARY:${'a\n '.repeat(200_000)}\nEND:VCALENDAR`)).not.toThrow()
    expect(() => readComponents(`BEGIN:VCALENDAR\n${'\n'.repeat(1_000_000)}END:VCALENDAR`)).toThrow(AppError)
    expect(() => parseLine(`A${';B=c'.repeat(100_000)}`)).not.toThrow()
  })
})

describe('the times of a calendar file', () => {
  it('are read in their zone: by name, by Outlook’s name, by what the file says, or else the office’s', () => {
    const at = (start: string, ...zone: string[]) => {
      const [event] = eventsOf(...zone, 'BEGIN:VEVENT', `DTSTART${start}`, 'END:VEVENT')
      return event?.start && instantOf(event.start, BANGKOK)
    }
    expect(at(':20261125T020000Z')).toBe('2026-11-25T02:00:00.000Z')
    expect(at(':20261125T090000')).toBe('2026-11-25T02:00:00.000Z')
    expect(at(';TZID=America/New_York:20260701T090000')).toBe('2026-07-01T13:00:00.000Z')
    expect(at(';TZID=America/New_York:20261201T090000')).toBe('2026-12-01T14:00:00.000Z')
    expect(at(';TZID=SE Asia Standard Time:20261125T090000')).toBe('2026-11-25T02:00:00.000Z')
    expect(
      at(
        ';TZID=Our zone:20261125T090000',
        'BEGIN:VTIMEZONE',
        'TZID:Our zone',
        'BEGIN:STANDARD',
        'TZOFFSETTO:+0900',
        'END:STANDARD',
        'END:VTIMEZONE',
      ),
    ).toBe('2026-11-25T00:00:00.000Z')
    expect(at(';TZID=Nowhere:20261125T090000')).toBe('2026-11-25T02:00:00.000Z')
    expect(at(';VALUE=DATE:20261125')).toBe('2026-11-24T17:00:00.000Z')
  })

  it('that are none are no times', () => {
    for (const value of ['', '2026-11-25', '20261325', '20260230', '20261125T250000', '00010101', 'x'.repeat(99_999)]) {
      expect(parseTime(value, BANGKOK), value.slice(0, 20)).toBeUndefined()
    }
  })

  it('have lengths, also as durations', () => {
    expect(durationMinutes('PT1H30M')).toBe(90)
    expect(durationMinutes('P1DT15M')).toBe(1455)
    expect(durationMinutes('-PT15M')).toBe(-15)
    expect(durationMinutes('P2W')).toBe(20_160)
    expect(durationMinutes('forever')).toBeUndefined()
  })
})

describe('a rule of repetition', () => {
  const days = (rule: string, start: string, from = start, until = '2027-12-31', most = 100) => {
    const read = parseRule(rule)
    if (!read) throw new Error(`not read: ${rule}`)
    return daysOfRule(read, start, { from, until, most })
  }

  it('names its days', () => {
    expect(days('FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4', '2026-12-01').days).toEqual([
      '2026-12-01',
      '2026-12-03',
      '2026-12-08',
      '2026-12-10',
    ])
    expect(days('FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231', '2026-12-01').days).toEqual(['2026-12-01', '2026-12-15', '2026-12-29'])
    expect(days('FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2026-11-27').days).toEqual(['2026-11-27', '2026-12-25', '2027-01-29'])
    expect(days('FREQ=MONTHLY;BYDAY=2MO;COUNT=3', '2026-11-09').days).toEqual(['2026-11-09', '2026-12-14', '2027-01-11'])
    expect(days('FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', '2026-11-30').days).toEqual(['2026-11-30', '2026-12-31', '2027-01-31'])
    // A month that has no 31st is passed over (RFC 5545 §3.3.10).
    expect(days('FREQ=MONTHLY;COUNT=3', '2026-10-31').days).toEqual(['2026-10-31', '2026-12-31', '2027-01-31'])
    expect(days('FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=13', '2026-04-13', '2027-01-01').days).toEqual(['2027-04-13'])
    expect(days('FREQ=DAILY;INTERVAL=3;COUNT=3', '2026-12-01').days).toEqual(['2026-12-01', '2026-12-04', '2026-12-07'])
  })

  it('of a thousand years costs no more than a year of it, and says that it goes on', () => {
    const found = days('FREQ=DAILY;UNTIL=30261231', '1970-01-01', '2026-11-22', '2027-11-22')
    expect(found.days).toHaveLength(100)
    expect(found.more).toBe(true)
    expect(days('FREQ=DAILY;COUNT=365000', '2026-11-22', '2026-11-22', '2027-11-22').more).toBe(true)
    expect(days('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '1900-01-01', '2026-11-22', '2027-11-22').days).toEqual([])
  })

  it('within the day, or in ways that are not understood, is not guessed', () => {
    for (const rule of [
      'FREQ=HOURLY',
      'FREQ=SECONDLY',
      'FREQ=YEARLY;BYWEEKNO=20',
      'FREQ=DAILY;INTERVAL=0',
      'FREQ=WEEKLY;BYDAY=XX',
      'FREQ=DAILY;COUNT=-1',
      '',
    ])
      expect(parseRule(rule), rule).toBeUndefined()
  })

  it('that the product can keep has its word, and its word comes back from its rule', () => {
    const word = (rule: string, start: string) => {
      const read = parseRule(rule)
      return read && repeatWord(read, start)
    }
    expect(word('FREQ=WEEKLY;BYDAY=WE', '2026-11-25')).toBe('weekly')
    expect(word('FREQ=WEEKLY;BYDAY=MO,WE', '2026-11-25')).toBeUndefined()
    expect(word('FREQ=MONTHLY;BYDAY=2MO', '2026-11-09')).toBeUndefined()
    for (const repeat of ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'])
      for (const day of ['2026-11-25', '2026-10-29', '2026-10-30', '2026-10-31'])
        expect(
          word(repeatRule({ dueAt: `${day}T02:00:00.000Z`, repeat, day: undefined }, BANGKOK) ?? '', day),
          `${repeat} ${day}`,
        ).toBe(repeat)
  })
})
