import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { keptLanguage } from '../lib/appearance.tsx'
import { useRead } from '../lib/queries.ts'
import { useNotServed } from '../lib/served.ts'
import { OfficeProvider } from '../lib/session.tsx'
import { useSetLanguage } from '../lib/words.ts'
import { createAppRouter } from './router.tsx'

const FirstScreen = lazy(() => import('./first-screen.tsx').then((file) => ({ default: file.FirstScreen })))
const CodeNeededScreen = lazy(() => import('./code-needed-screen.tsx').then((file) => ({ default: file.CodeNeededScreen })))
const VersionScreen = lazy(() => import('./version-screen.tsx').then((file) => ({ default: file.VersionScreen })))
const LeaveOffice = lazy(() => import('../components/leave-office.tsx').then((file) => ({ default: file.LeaveOffice })))
const HostAddress = lazy(() => import('../components/host-address.tsx').then((file) => ({ default: file.HostAddress })))
const SignInScreen = lazy(() => import('./sign-in-screen.tsx').then((file) => ({ default: file.SignInScreen })))

/** A window that opened before its host was there goes on by itself. */
const ASK_AGAIN_MS = 4_000

/** Shows what the session allows: the first-run questions, signing in, or the office. */
export function Gate() {
  const [arrived, setArrived] = useState(false)
  const {
    data: session,
    error,
    refetch,
  } = useRead('getSession', {}, { staleTime: Number.POSITIVE_INFINITY, refetchInterval: arrived ? false : ASK_AGAIN_MS })
  if (session && !arrived) setArrived(true)
  // It stays while the next try is under way, with what is being typed on it.
  const [problem, setProblem] = useState<Error>()
  if (error && error !== problem) setProblem(error)
  const setLanguage = useSetLanguage()
  const [router] = useState(createAppRouter)
  const [settingUp, setSettingUp] = useState(false)
  const [wasIn, setWasIn] = useState(false)
  const notServed = useNotServed()
  const officeLanguage = session?.state === 'setup' ? undefined : session?.language
  // A device without a choice of its own speaks as the office does, from its first screen on.
  const [unspoken, setUnspoken] = useState(() => keptLanguage() === undefined)
  useEffect(() => {
    if (officeLanguage && unspoken) void setLanguage(officeLanguage).finally(() => setUnspoken(false))
  }, [officeLanguage, unspoken, setLanguage])
  if (notServed) return <Suspense fallback={null}>{<VersionScreen reason={notServed} />}</Suspense>
  if (!session)
    return problem ? (
      <ProblemPanel error={problem} onRetry={() => void refetch()}>
        {desktopBridge() && (
          <Suspense fallback={null}>
            <HostAddress onFound={() => void refetch()} />
            <LeaveOffice />
          </Suspense>
        )}
      </ProblemPanel>
    ) : null
  if (officeLanguage && unspoken) return null
  // It stays until the recovery codes were kept, though the session no longer asks for it from the first code on.
  if (session.codeNeeded && !settingUp) setSettingUp(true)
  if (session.state === 'ready' && settingUp)
    return <Suspense fallback={null}>{<CodeNeededScreen onDone={() => setSettingUp(false)} />}</Suspense>
  if (session.state === 'ready') {
    if (!wasIn) setWasIn(true)
    return (
      <OfficeProvider session={session}>
        <RouterProvider router={router} />
      </OfficeProvider>
    )
  }
  return (
    <Suspense fallback={null}>
      {session.state === 'setup' ? (
        <FirstScreen claim={session.claim ?? false} timeZone={session.timeZone} />
      ) : (
        <SignInScreen session={session} wasIn={wasIn} />
      )}
    </Suspense>
  )
}
