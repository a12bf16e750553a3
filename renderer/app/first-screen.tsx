import { useEffect, useState } from 'react'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import { JoinScreen } from './join-screen.tsx'
import { RestoreScreen } from './restore-screen.tsx'
import { SetUpScreen } from './set-up-screen.tsx'

/** What a new installation is asked: an office of its own, one from a backup, or, in the desktop app, to join one. */
export function FirstScreen({ claim, timeZone }: { claim: boolean; timeZone: string }) {
  const bridge = desktopBridge()
  // An app that asked to join goes on waiting after a restart.
  const [restoring, setRestoring] = useState(false)
  const [joining, setJoining] = useState<'no' | 'choosing' | 'waiting' | undefined>(bridge ? undefined : 'no')
  useEffect(() => {
    void bridge?.office().then(
      ({ mode }) => setJoining(mode === 'waiting' ? 'waiting' : 'no'),
      () => setJoining('no'),
    )
  }, [bridge])
  if (joining === undefined) return null
  if (bridge && joining !== 'no')
    return <JoinScreen bridge={bridge} waiting={joining === 'waiting'} onBack={() => setJoining('no')} />
  if (restoring) return <RestoreScreen claim={claim} timeZone={timeZone} onBack={() => setRestoring(false)} />
  return (
    <SetUpScreen
      claim={claim}
      onJoin={bridge && !claim ? () => setJoining('choosing') : undefined}
      onRestore={() => setRestoring(true)}
    />
  )
}
