/** Reads hostile texts away from the test, which ends the thread when one of them is never done. */
import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { isWeakPassword } from '../../core/access/weak-password.ts'
import { LONGEST_PASTE } from '../../core/contract/paste.ts'
import { wordOf } from '../../core/duplicates/profile.ts'
import { FIELD_KINDS, type FieldDef } from '../../core/fields/field.ts'
import { AddressItem, EmailItem, PhoneItem, valueSchema } from '../../core/fields/values.ts'
import { type ConvertEnv, convertCell } from '../../core/imports/convert-cell.ts'
import { dateReadings } from '../../core/imports/guess-mapping.ts'
import { guessStage } from '../../core/imports/stage-words.ts'
import { addressOf } from '../../core/lan/office-address.ts'
import { pastedTable } from '../../core/paste/pasted-table.ts'
import { pastedRecord } from '../../core/paste/pasted-values.ts'
import { createPlaces } from '../../core/thai/places.ts'
import { sortKey } from '../../core/thai/sort-key.ts'
import { fold, norm, skeleton } from '../../core/thai/text.ts'
import { deviceName } from '../../server/access/device-name.ts'
import { parseLine, unescapeText } from '../../server/features/calendar/ics-lines.ts'
import { parseRule } from '../../server/features/calendar/ics-rule.ts'
import { durationMinutes, parseTime } from '../../server/features/calendar/ics-time.ts'

/** What one may send in a cell, a note or a value of a filter. */
const LONGEST_TEXT = 20_000
const places = createPlaces(JSON.parse(readFileSync(new URL('../../resources/addresses/places.json', import.meta.url), 'utf8')))
const env: ConvertEnv = {
  today: '2026-11-28',
  places,
  choice: (_list, text) => (fold(text) === '' ? undefined : text),
  user: () => undefined,
  instant: (date, time) => `${date}T${time}:00.000Z`,
  dates: { order: 'DMY', era: 'BE' },
}
type Way = { longest: number; read: (text: string) => unknown }
const way = (read: Way['read'], longest = LONGEST_TEXT): Way => ({ longest, read })
const field = (kind: FieldDef['kind']) => ({ key: 'x', kind }) as FieldDef

/** Every way by which a stranger's text meets a pattern of ours in the server's own thread, with the most letters that it takes. */
const WAYS: Record<string, Way> = {
  ...Object.fromEntries(
    FIELD_KINDS.map((kind) => [`a pasted cell of ${kind}`, way((text) => convertCell(field(kind), text, env))]),
  ),
  ...Object.fromEntries(
    FIELD_KINDS.map((kind) => [`a value of ${kind}`, way((text) => valueSchema(field(kind)).safeParse(text))]),
  ),
  'an e-mail': way((address) => EmailItem.safeParse({ id: 'e', address })),
  'a telephone': way((e164) => PhoneItem.safeParse({ id: 'p', e164 })),
  'an address': way((postcode) => AddressItem.safeParse({ id: 'a', postcode })),
  'a message for a customer': way((text) => pastedRecord('customer', text, places), LONGEST_PASTE),
  'a pasted table': way(pastedTable),
  'a stored text': way(norm),
  'a searched text': way(fold),
  'a text under its sound': way((text) => [skeleton(text), wordOf(text)]),
  'a sorted text': way(sortKey),
  'a column of dates': way((text) => dateReadings(field('date'), [text])),
  'the name of a stage': way((text) => guessStage(text, [])),
  'a password': way((text) => isWeakPassword(text, ['x']), 200),
  'an address of an office': way(addressOf),
  'the name of a browser': way(deviceName),
  'a line of a calendar': way(parseLine),
  'what a calendar says': way((text) => [
    unescapeText(text),
    parseTime(text, 'Asia/Bangkok'),
    durationMinutes(text),
    parseRule(text),
  ]),
}

export type Question = { way: string; pieces: [before: string, pump: string, after: string] }
export type Answer = { cpuMs: number }

parentPort?.postMessage(Object.keys(WAYS))
parentPort?.on('message', ({ way: name, pieces: [before, pump, after] }: Question) => {
  const { longest, read } = WAYS[name] as Way
  const text = before + pump.repeat((longest - before.length - after.length) / pump.length) + after
  const { user, system } = process.threadCpuUsage()
  read(text)
  const used = process.threadCpuUsage({ user, system })
  parentPort?.postMessage({ cpuMs: (used.user + used.system) / 1000 } satisfies Answer)
})
