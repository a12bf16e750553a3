import type { WordKey } from './words/th.ts'

/** Where an action is at hand. */
export const ACTION_PLACES = [
  'everywhere',
  'form',
  'record',
  'list',
  'selection',
  'board',
  'day',
  'calendar',
  'duplicates',
] as const
export type ActionPlace = (typeof ACTION_PLACES)[number]

type Action = {
  on: ActionPlace
  /** The keys as `useKeys` spells them, the one that is shown first. */
  keys: readonly string[]
  /** What the caps say where the keys are the browser's or a widget's own, or are too many to spell out. */
  caps?: readonly string[]
  /** It moves the hand, which is no use in the search over everything. */
  hand?: true
  word: WordKey
}

const digits = (modifier: string): string[] => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `${modifier}Digit${digit}`)

const define = <const T extends Record<string, Action>>(actions: T): T => actions

/**
 * Every action that has a key, once: the key handlers, the caps on buttons and menus, the search over everything and the page of shortcuts
 * all read it here.
 */
export const ACTIONS = define({
  search: { on: 'everywhere', keys: ['ctrl+KeyK'], hand: true, word: 'search.label' },
  add: { on: 'everywhere', keys: ['ctrl+KeyN', 'alt+KeyN'], word: 'add.quick' },
  paste: { on: 'everywhere', keys: [], caps: ['Ctrl V'], word: 'paste.title' },
  undo: { on: 'everywhere', keys: ['ctrl+KeyZ'], word: 'action.undo_last' },
  help: { on: 'everywhere', keys: ['shift+Slash'], word: 'keys.help' },
  close: { on: 'everywhere', keys: ['Escape'], hand: true, word: 'action.close' },
  save: { on: 'form', keys: ['F9', 'ctrl+Enter'], word: 'action.save' },
  outcome: { on: 'form', keys: digits('alt+'), caps: ['Alt 1–9'], word: 'keys.outcome_while_typing' },
  nextField: { on: 'form', keys: [], caps: ['Enter'], hand: true, word: 'keys.next_field' },
  call: { on: 'record', keys: ['KeyC'], word: 'keys.call' },
  log: { on: 'record', keys: ['KeyL'], word: 'keys.log' },
  nextTask: { on: 'record', keys: ['KeyT'], word: 'keys.next_task' },
  edit: { on: 'record', keys: ['KeyE'], word: 'keys.edit' },
  assign: { on: 'record', keys: ['KeyA'], word: 'keys.assign' },
  stage: { on: 'record', keys: ['KeyM'], word: 'keys.stage' },
  finish: { on: 'record', keys: ['Space'], word: 'keys.finish_task' },
  snooze: { on: 'record', keys: ['KeyS'], word: 'home.snooze_hint' },
  copyPhone: { on: 'record', keys: ['KeyY'], word: 'keys.copy_phone' },
  merge: { on: 'record', keys: ['KeyD'], word: 'keys.merge' },
  print: { on: 'record', keys: ['KeyP'], word: 'page.print_card' },
  history: { on: 'record', keys: ['KeyH'], word: 'page.history' },
  remove: { on: 'record', keys: ['Delete'], word: 'keys.remove' },
  next: { on: 'record', keys: ['KeyJ'], word: 'list.next' },
  previous: { on: 'record', keys: ['KeyK'], word: 'list.previous' },
  listMove: { on: 'list', keys: ['ArrowUp', 'ArrowDown', 'KeyK', 'KeyJ'], hand: true, word: 'keys.go_up_down' },
  listJump: { on: 'list', keys: ['PageUp', 'PageDown', 'Home', 'End'], hand: true, word: 'keys.jump' },
  listOpen: { on: 'list', keys: ['Enter'], word: 'keys.open' },
  listSelect: { on: 'list', keys: ['KeyX', 'Space'], word: 'keys.select' },
  listSearch: { on: 'list', keys: ['Slash'], word: 'keys.search_list' },
  filter: { on: 'list', keys: ['KeyF'], word: 'keys.filter' },
  group: { on: 'list', keys: ['KeyG'], word: 'keys.group' },
  views: { on: 'list', keys: digits('alt+'), caps: ['Alt 1–9'], word: 'keys.views' },
  quick: { on: 'list', keys: digits('shift+'), caps: ['Shift 1–9'], word: 'keys.quick' },
  printList: { on: 'list', keys: ['ctrl+KeyP'], word: 'keys.print' },
  columnMenu: { on: 'list', keys: ['alt+ArrowDown'], word: 'keys.column_menu' },
  listEdit: { on: 'list', keys: ['F2'], word: 'keys.edit_cell' },
  cells: { on: 'list', keys: ['ArrowLeft', 'ArrowRight'], caps: ['← →', 'Tab'], hand: true, word: 'keys.cells' },
  block: {
    on: 'list',
    keys: ['shift+ArrowUp', 'shift+ArrowDown', 'shift+ArrowLeft', 'shift+ArrowRight'],
    caps: ['Shift + ← ↑ → ↓'],
    hand: true,
    word: 'keys.block',
  },
  typeInCell: { on: 'list', keys: [], caps: ['A–Z', 'ก–ฮ'], hand: true, word: 'keys.type' },
  copyPaste: { on: 'list', keys: [], caps: ['Ctrl C', 'Ctrl V'], hand: true, word: 'keys.copy_paste' },
  emptyCells: { on: 'list', keys: [], caps: ['Del'], hand: true, word: 'keys.empty_cells' },
  fold: { on: 'list', keys: [], caps: ['← →'], hand: true, word: 'keys.fold' },
  assignAll: { on: 'selection', keys: ['KeyA'], word: 'list.assign' },
  tagAll: { on: 'selection', keys: ['KeyT'], word: 'list.tag' },
  editAll: { on: 'selection', keys: ['KeyE'], word: 'action.edit' },
  mergeTwo: { on: 'selection', keys: ['KeyD'], word: 'duplicates.merge_two' },
  removeAll: { on: 'selection', keys: ['Delete'], word: 'action.delete' },
  selectEvery: { on: 'selection', keys: ['ctrl+KeyA'], word: 'keys.select_every' },
  lanes: { on: 'board', keys: ['KeyS'], word: 'board.lanes' },
  boardWalk: { on: 'board', keys: [], caps: ['← ↑ → ↓'], hand: true, word: 'keys.walk_cards' },
  openDeal: { on: 'board', keys: ['Enter'], word: 'keys.open' },
  moveDeal: { on: 'board', keys: ['KeyM'], word: 'keys.move_deal' },
  carryDeal: { on: 'board', keys: [], caps: ['Space'], hand: true, word: 'keys.carry_deal' },
  dayWalk: { on: 'day', keys: ['ArrowUp', 'ArrowDown', 'KeyK', 'KeyJ'], hand: true, word: 'keys.go_up_down' },
  dayOpen: { on: 'day', keys: ['Enter'], word: 'keys.open' },
  dayFinish: { on: 'day', keys: ['Space'], word: 'home.finish' },
  dayOutcome: { on: 'day', keys: ['Digit1', 'Digit2', 'Digit3'], word: 'keys.outcome' },
  daySnooze: { on: 'day', keys: ['KeyS'], word: 'home.snooze_hint' },
  dayMove: { on: 'day', keys: ['KeyR'], word: 'home.reschedule' },
  dayCall: { on: 'day', keys: ['KeyC'], word: 'keys.call' },
  dayLog: { on: 'day', keys: ['KeyL'], word: 'home.log' },
  calendarSpan: { on: 'calendar', keys: ['KeyK', 'KeyJ'], word: 'keys.calendar_span' },
  calendarToday: { on: 'calendar', keys: ['KeyT'], word: 'date.today' },
  calendarViews: { on: 'calendar', keys: ['Digit1', 'Digit2', 'Digit3', 'Digit4'], word: 'keys.calendar_views' },
  calendarAdd: { on: 'calendar', keys: ['KeyN'], word: 'calendar.add' },
  calendarWalk: { on: 'calendar', keys: [], caps: ['← ↑ → ↓'], hand: true, word: 'calendar.select' },
  calendarOpen: { on: 'calendar', keys: [], caps: ['Enter'], hand: true, word: 'calendar.open_here' },
  calendarFinish: { on: 'calendar', keys: ['Space'], word: 'calendar.finish' },
  calendarMove: { on: 'calendar', keys: ['KeyM'], word: 'calendar.move' },
  pairNext: { on: 'duplicates', keys: ['KeyK', 'KeyJ'], hand: true, word: 'keys.go_up_down' },
  pairField: { on: 'duplicates', keys: ['ArrowUp', 'ArrowDown'], hand: true, word: 'duplicates.keys.field' },
  pairSide: { on: 'duplicates', keys: ['ArrowLeft', 'ArrowRight'], hand: true, word: 'duplicates.keys.side' },
  pairDiffers: { on: 'duplicates', keys: ['KeyX'], word: 'duplicates.different' },
})

export type ActionId = keyof typeof ACTIONS

const PRINTED: Record<string, string> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Slash: '/',
  Delete: 'Del',
  'shift+Slash': '?',
}

/** A key as it is printed on its cap: `Ctrl K`, `C`, `?`. */
function printedKey(key: string): string {
  if (PRINTED[key]) return PRINTED[key]
  return key
    .split('+')
    .map(
      (part) =>
        PRINTED[part] ??
        part.replace(/^(?:Key|Digit)/, '').replace(/^(?:ctrl|alt|shift)$/, (name) => name[0]?.toUpperCase() + name.slice(1)),
    )
    .join(' ')
}

/** The caps of an action's keys. */
export function capsOf(id: ActionId): readonly string[] {
  const { keys, caps }: Action = ACTIONS[id]
  return caps ?? keys.map(printedKey)
}

/** The cap of one of an action's keys, the first if none is named. */
export function capOf(id: ActionId, at = 0): string {
  const { keys, caps }: Action = ACTIONS[id]
  const key = keys[at]
  return key === undefined ? (caps?.[at] ?? '') : printedKey(key)
}

/** Whether a pressed key, named as `useKeys` does, is the action's. */
export const isKeyOf = (id: ActionId, key: string): boolean => (ACTIONS[id].keys as readonly string[]).includes(key)

/** Whether an action only moves the hand. */
export const isOfHand = (id: ActionId): boolean => (ACTIONS[id] as Action).hand === true
