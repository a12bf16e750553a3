import { ACTION_PLACES, ACTIONS, type ActionId, type ActionPlace, capsOf } from '../../core/actions.ts'
import type { WordKey } from '../../core/words/th.ts'
import { Dialog } from '../components/dialog.tsx'
import { KeyCap } from '../components/key-cap.tsx'
import { useWords } from '../lib/words.ts'
import './palette.css'

const TITLES: Record<ActionPlace, WordKey> = {
  everywhere: 'keys.everywhere',
  form: 'keys.in_form',
  record: 'keys.in_record',
  list: 'keys.in_list',
  selection: 'keys.in_selection',
  board: 'keys.in_board',
  day: 'keys.in_day',
  calendar: 'keys.in_calendar',
  duplicates: 'keys.in_duplicates',
}

/** All shortcuts on one page, by the screen where they work. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog opened onClose={onClose} title={t('keys.title')} size={860}>
      <div className="sp-key-help">
        {ACTION_PLACES.map((place) => (
          <section key={place}>
            <h3>{t(TITLES[place])}</h3>
            <ul>
              {Object.entries(ACTIONS)
                .filter(([, action]) => action.on === place)
                .map(([id, action]) => (
                  <li key={id} className="sp-row sp-table-text">
                    <span style={{ width: '9rem' }} className="sp-row">
                      {capsOf(id as ActionId).map((cap) => (
                        <KeyCap key={cap}>{cap}</KeyCap>
                      ))}
                    </span>
                    {t(action.word)}
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
