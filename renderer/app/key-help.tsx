import { Dialog } from '../components/dialog.tsx'
import { KeyCap } from '../components/key-cap.tsx'
import { useWords, type Words } from '../lib/words.ts'

type Line = [keys: string[], text: string]

const groups = ({ t }: Words): [title: string, lines: Line[]][] => [
  [
    t('keys.everywhere'),
    [
      [['Ctrl K'], t('search.label')],
      [['Ctrl N', 'Alt N'], t('add.quick')],
      [['Ctrl Z'], t('action.undo')],
      [['?'], t('keys.help')],
      [['Esc'], t('action.close')],
    ],
  ],
  [
    t('keys.in_day'),
    [
      [['Space'], t('home.finish')],
      [['1', '2', '3'], t('home.outcome')],
      [['S'], t('home.snooze_hint')],
      [['R'], t('home.reschedule')],
      [['C', 'L'], t('home.log')],
    ],
  ],
  [
    t('keys.in_list'),
    [
      [['↑', '↓', 'J', 'K'], t('keys.go_up_down')],
      [['Enter'], t('keys.open')],
      [['X', 'Space'], t('keys.select')],
      [['/'], t('keys.search_list')],
      [['F'], t('keys.filter')],
      [['F2'], t('keys.edit_cell')],
      [['← →', 'Tab'], t('keys.cells')],
      [['Shift + ← ↑ → ↓'], t('keys.block')],
      [['A–Z', 'ก–ฮ'], t('keys.type')],
      [['Ctrl C', 'Ctrl V'], t('keys.copy_paste')],
      [['Delete'], t('keys.empty_cells')],
      [['Alt ↓'], t('keys.column_menu')],
      [['G'], t('keys.group')],
      [['← →'], t('keys.fold')],
      [['Alt 1–9'], t('keys.views')],
      [['Shift 1–9'], t('keys.quick')],
      [['Ctrl P'], t('keys.print')],
    ],
  ],
  [
    t('keys.in_board'),
    [
      [['S'], t('board.lanes')],
      [['M'], t('keys.move_deal')],
      [['Space'], t('keys.carry_deal')],
    ],
  ],
  [
    t('keys.in_calendar'),
    [
      [['K', 'J'], t('keys.calendar_span')],
      [['T'], t('date.today')],
      [['1', '2', '3', '4'], t('keys.calendar_views')],
      [['N'], t('calendar.add')],
      [['M'], t('calendar.move')],
    ],
  ],
  [
    t('keys.in_record'),
    [
      [['C'], t('keys.call')],
      [['L'], t('keys.log')],
      [['E'], t('keys.edit')],
      [['J', 'K'], t('keys.neighbour')],
    ],
  ],
]

/** All shortcuts on one page. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const words = useWords()
  return (
    <Dialog opened onClose={onClose} title={words.t('keys.title')}>
      {groups(words).map(([title, lines]) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul>
            {lines.map(([keys, text]) => (
              <li key={text} className="sp-row sp-table-text">
                <span style={{ width: '9rem' }} className="sp-row">
                  {keys.map((key) => (
                    <KeyCap key={key}>{key}</KeyCap>
                  ))}
                </span>
                {text}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  )
}
