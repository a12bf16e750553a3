import { IconArrowRight, IconBolt, IconLanguage, IconMoon, IconPlus, IconSettings, IconTargetArrow } from '@tabler/icons-react'
import { ACTIONS, capOf, isOfHand } from '../../core/actions.ts'
import type { Configurable } from '../../core/configuration/areas.ts'
import { otherLayout } from '../../core/thai/keyboard.ts'
import { fold } from '../../core/thai/text.ts'
import type { WordKey } from '../../core/words/th.ts'
import type { LiveAction } from '../lib/actions.ts'
import type { OfficeInfo } from '../lib/session.tsx'
import { OWN_TAB, SETTINGS_TABS } from '../lib/settings-tabs.ts'
import type { Words } from '../lib/words.ts'
import { dayEntries, duplicatesEntry, lastEntries, type NavEntry, recordEntries, reportEntries } from './navigation.tsx'
import type { PaletteLine } from './palette-groups.tsx'

/** A line of the palette with the words by which it is found, in both languages. */
export type Command = PaletteLine & { words: string[] }

/** The reader's words, and those of a key in both languages: who types in the other one is understood, too. */
export type BothWords = Words & { both: (key: WordKey) => string[] }

/** Whether some word holds the text, as typed or as the other keyboard layout would have written it. */
export function isMeant(words: readonly string[], text: string): boolean {
  const readings = [text, otherLayout(text) ?? ''].map(fold).filter((reading) => reading !== '')
  return words.some((word) => readings.some((reading) => fold(word).includes(reading)))
}

/** The actions that are at hand on the screen below, those with a record or with what is ticked apart from the rest; what only moves the hand is left out. */
export function actionCommands(
  words: BothWords,
  live: readonly LiveAction[],
  done: () => void,
): { records: { about: string; lines: Command[] }[]; here: Command[] } {
  const useful = live.filter(({ id }) => !isOfHand(id))
  const lines = (actions: readonly LiveAction[]) =>
    actions.map(({ id, key, title, run }): Command => {
      const { word } = ACTIONS[id]
      const act = () => {
        done()
        run()
      }
      return {
        key: `act-${id}-${key}`,
        icon: IconBolt,
        title: title ?? words.t(word),
        keys: capOf(id, key),
        words: [...(title ? [title] : []), ...words.both(word)],
        run: act,
      }
    })
  const abouts = [...new Set(useful.flatMap(({ about }) => about ?? []))]
  return {
    records: abouts.map((about) => ({ about, lines: lines(useful.filter((action) => action.about === about)) })),
    here: lines(useful.filter((action) => action.about === undefined)),
  }
}

type Go = (path: string, search?: Record<string, unknown>) => () => void

/** Every screen that the reader may open, the parts of the settings among them. */
export function screenCommands(words: BothWords, office: OfficeInfo, open: Go): Command[] {
  const line = (entry: NavEntry, more: string[] = []): Command => ({
    key: entry.to,
    icon: entry.icon,
    title: entry.label,
    words: [entry.label, ...more],
    run: open(entry.to),
  })
  const lists = office.entities
    .filter((entity) => entity.grant.view !== 'none')
    .map((entity) => words.both(`${entity.key}.many` as WordKey).filter(Boolean))
  const settings = SETTINGS_TABS.filter((tab) => tab === OWN_TAB || office.admin || office.configures(tab as Configurable)).map(
    (tab): Command => {
      const label = words.t('search.settings', { tab: words.t(`settings.tab.${tab}`) })
      return {
        key: `settings-${tab}`,
        icon: IconSettings,
        title: label,
        words: [label, ...words.both(`settings.tab.${tab}`), ...words.both('nav.settings')],
        run: open('/settings', { tab }),
      }
    },
  )
  const importing = office.entities.filter((entity) => entity.grant.import && entity.grant.create)
  return [
    ...dayEntries(words, undefined, office).map((entry) =>
      line(
        entry,
        [...words.both('nav.home'), ...words.both('nav.calendar')].filter((_, at) => (entry.to === '/' ? at < 2 : at >= 2)),
      ),
    ),
    ...recordEntries(office).map((entry, at) => line(entry, lists[at])),
    ...reportEntries(words).map((entry) => line(entry)),
    line(duplicatesEntry(words), words.both('duplicates.title')),
    ...importing.map((entity): Command => {
      const title = words.t('search.import', { entity: office.entityLabel(entity.key) })
      return {
        key: `import-${entity.key}`,
        icon: IconArrowRight,
        title,
        words: [title, 'import นำเข้า'],
        run: open('/import', { entity: entity.key }),
      }
    }),
    ...lastEntries(words, office).map((entry) =>
      line(entry, entry.to === '/bin' ? words.both('nav.bin') : words.both('nav.settings')),
    ),
    ...settings,
  ]
}

type Switches = { setLanguage: () => void; setTheme: () => void; isDark: boolean }

/** What changes how the product looks on this device. */
export function displayCommands(words: BothWords, { setLanguage, setTheme, isDark }: Switches, done: () => void): Command[] {
  const then = (act: () => void) => () => {
    done()
    act()
  }
  const theme: WordKey = isDark ? 'user.to_light' : 'user.to_dark'
  return [
    {
      key: 'language',
      icon: IconLanguage,
      title: words.t('user.switch_language'),
      words: words.both('user.switch_language'),
      run: then(setLanguage),
    },
    { key: 'theme', icon: IconMoon, title: words.t(theme), words: words.both(theme), run: then(setTheme) },
  ]
}

/** A new record of any kind that the reader may add. */
export function newCommands(words: BothWords, office: OfficeInfo, name: string, create: (entity: string) => void): Command[] {
  return office.entities
    .filter((entity) => entity.grant.create)
    .map((entity) => {
      const label = office.entityLabel(entity.key, 'one')
      const title = words.t('form.new', { entity: label })
      return {
        key: `new-${entity.key}`,
        icon: entity.key === 'deal' ? IconTargetArrow : IconPlus,
        title: name ? words.t('search.add', { entity: label, text: name }) : title,
        words: [title, ...words.both(`${entity.key}.one` as WordKey), 'เพิ่ม add new'],
        run: () => create(entity.key),
      }
    })
}
