import type { WordKey } from './words/th.ts'

/** Where an action is at hand. */
export const ACTION_PLACES = ['everywhere', 'form', 'record', 'list', 'board', 'day', 'calendar'] as const
export type ActionPlace = (typeof ACTION_PLACES)[number]

type Action = {
  on: ActionPlace
  /** The keys as `useKeys` spells them, the one that is shown first. */
  keys: readonly string[]
  /** What the caps say where the keys depend on where the cursor is, or are too many to spell out. */
  caps?: readonly string[]
  word: WordKey
}

const define = <const T extends Record<string, Action>>(actions: T): T => actions

/**
 * Every action that has a key, once: the key handlers, the caps on buttons and menus, the search over everything and the page of shortcuts
 * all read it here.
 */
export const ACTIONS = define({
  search: { on: 'everywhere', keys: ['ctrl+KeyK'], word: 'search.label' },
  add: { on: 'everywhere', keys: ['ctrl+KeyN', 'alt+KeyN'], word: 'add.quick' },
  paste: { on: 'everywhere', keys: ['ctrl+KeyV'], word: 'paste.title' },
  undo: { on: 'everywhere', keys: ['ctrl+KeyZ'], word: 'action.undo_last' },
  help: { on: 'everywhere', keys: ['shift+Slash'], word: 'keys.help' },
  close: { on: 'everywhere', keys: ['Escape'], word: 'action.close' },
  save: { on: 'form', keys: ['F9', 'ctrl+Enter'], word: 'action.save' },
  outcome: { on: 'form', keys: ['alt+Digit1'], word: 'keys.outcome_while_typing' },
  nextField: { on: 'form', keys: ['Enter'], word: 'keys.next_field' },
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
  listMove: { on: 'list', keys: ['ArrowUp', 'ArrowDown', 'KeyJ', 'KeyK'], word: 'keys.go_up_down' },
  listOpen: { on: 'list', keys: ['Enter'], word: 'keys.open' },
  listSelect: { on: 'list', keys: ['KeyX', 'Space'], word: 'keys.select' },
  listSearch: { on: 'list', keys: ['Slash'], word: 'keys.search_list' },
  filter: { on: 'list', keys: ['KeyF'], word: 'keys.filter' },
  listEdit: { on: 'list', keys: ['F2'], word: 'keys.edit_cell' },
  columnMenu: { on: 'list', keys: ['alt+ArrowDown'], word: 'keys.column_menu' },
  cells: { on: 'list', keys: ['Tab'], caps: ['← →', 'Tab'], word: 'keys.cells' },
  block: { on: 'list', keys: [], caps: ['Shift + ← ↑ → ↓'], word: 'keys.block' },
  typeInCell: { on: 'list', keys: [], caps: ['A–Z', 'ก–ฮ'], word: 'keys.type' },
  copyPaste: { on: 'list', keys: ['ctrl+KeyC'], caps: ['Ctrl C', 'Ctrl V'], word: 'keys.copy_paste' },
  emptyCells: { on: 'list', keys: ['Delete'], word: 'keys.empty_cells' },
  group: { on: 'list', keys: ['KeyG'], word: 'keys.group' },
  fold: { on: 'list', keys: [], caps: ['← →'], word: 'keys.fold' },
  views: { on: 'list', keys: ['alt+Digit1'], word: 'keys.views' },
  quick: { on: 'list', keys: ['shift+Digit1'], caps: ['Shift 1–9'], word: 'keys.quick' },
  printList: { on: 'list', keys: ['ctrl+KeyP'], word: 'keys.print' },
  lanes: { on: 'board', keys: ['KeyS'], word: 'board.lanes' },
  moveDeal: { on: 'board', keys: ['KeyM'], word: 'keys.move_deal' },
  carryDeal: { on: 'board', keys: ['Space'], word: 'keys.carry_deal' },
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
  calendarMove: { on: 'calendar', keys: ['KeyM'], word: 'calendar.move' },
})

export type ActionId = keyof typeof ACTIONS

const PRINTED: Record<string, string> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Slash: '/',
  Delete: 'Del',
  'shift+Slash': '?',
  'alt+Digit1': 'Alt 1–9',
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

/** The cap of an action's first key. */
export const capOf = (id: ActionId): string => capsOf(id)[0] ?? ''
