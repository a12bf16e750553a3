import { Outlet } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { useActions } from '../lib/actions.ts'
import { useFetchAhead } from '../lib/later.tsx'
import { useRoom } from '../lib/room.ts'
import { useWords } from '../lib/words.ts'
import { RecordActionsProvider } from '../records/record-actions.tsx'
import { RecordExtrasProvider } from '../records/record-extras.tsx'
import { Banners } from './banners.tsx'
import { recordExtras } from './extras.ts'
import { useLive } from './live.ts'
import { Navigation } from './navigation.tsx'
import { useNewInContext } from './new-in-context.ts'
import { PhoneTabs } from './phone-tabs.tsx'
import { ReminderStrip } from './reminder-strip.tsx'
import { useReminders } from './reminders.ts'
import { KeyHelp, Palette, SHELL_PARTS } from './shell-parts.ts'
import { TopBar } from './top-bar.tsx'
import { usePaste } from './use-paste.ts'
import './shell.css'

/** The frame around every screen, and what every screen can call for: the search over everything, a new record, a log of a call. */
export function Shell() {
  return (
    <RecordExtrasProvider extras={recordExtras}>
      <RecordActionsProvider>
        <Frame />
      </RecordActionsProvider>
    </RecordExtrasProvider>
  )
}

function Frame() {
  const { t } = useWords()
  const room = useRoom()
  const { add } = useNewInContext()
  const { lostSince, readOnly, tryNow } = useLive()
  const reminders = useReminders()
  const [searching, setSearching] = useState(false)
  const [helping, setHelping] = useState(false)
  usePaste()
  useActions({ search: () => setSearching(true), add, help: () => setHelping(true) })
  useFetchAhead(SHELL_PARTS)
  const phone = room === 'phone'
  return (
    <div className="sp-shell" data-room={room}>
      <a className="sp-skip" href="#main">
        {t('app.skip')}
      </a>
      {!phone && <Navigation folded={room === 'narrow'} lost={lostSince !== undefined} />}
      <div className="sp-shell-main">
        {!phone && <TopBar onSearch={() => setSearching(true)} onAdd={add} reminders={reminders} />}
        <Banners lostSince={lostSince} readOnly={readOnly} onTry={tryNow} room={phone ? 1 : 2} />
        <main id="main" tabIndex={-1} className="sp-main">
          <Suspense fallback={<SkeletonRows />}>
            <Outlet />
          </Suspense>
        </main>
        <ReminderStrip reminders={reminders} noBell={phone} />
        {phone && <PhoneTabs onSearch={() => setSearching(true)} onHelp={() => setHelping(true)} />}
      </div>
      {searching && <Palette onClose={() => setSearching(false)} />}
      {helping && <KeyHelp onClose={() => setHelping(false)} />}
    </div>
  )
}
