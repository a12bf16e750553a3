import { Button, Loader, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconRefresh, IconServer2 } from '@tabler/icons-react'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { DesktopBridge, FoundOffice, MetOffice, OfficeAddress } from '../../core/desktop-bridge.ts'
import { DEFAULT_PORT } from '../../core/lan/fingerprint.ts'
import { addressOf } from '../../core/lan/office-address.ts'
import { Logo } from '../components/logo.tsx'
import { SixWords } from '../components/six-words.tsx'
import { useWords } from '../lib/words.ts'
import './welcome.css'

type Met = Exclude<MetOffice, { problem: string }> & OfficeAddress
type Step = { at: 'choose' } | { at: 'compare'; office: Met } | { at: 'wait'; fingerprint: string | undefined }

/** How often the host is asked whether somebody approved this PC by now. */
const ASK_EVERY_MS = 2_000
const CODE_DIGITS = 6

/** Joining an office from the desktop app: find its host, compare the six words, be approved there. */
export function JoinScreen({ bridge, waiting, onBack }: { bridge: DesktopBridge; waiting: boolean; onBack: () => void }) {
  const { t } = useWords()
  const [step, setStep] = useState<Step>(waiting ? { at: 'wait', fingerprint: undefined } : { at: 'choose' })
  return (
    <main className="sp-welcome">
      <div className="sp-welcome-card sp-join">
        <Logo size={40} />
        <h1>{t('join.title')}</h1>
        {step.at === 'choose' && (
          <Choose bridge={bridge} onMet={(office) => setStep({ at: 'compare', office })} onBack={onBack} />
        )}
        {step.at === 'compare' && (
          <Compare
            bridge={bridge}
            office={step.office}
            onWait={() => setStep({ at: 'wait', fingerprint: step.office.fingerprint })}
            onBack={() => setStep({ at: 'choose' })}
          />
        )}
        {step.at === 'wait' && <Wait bridge={bridge} known={step.fingerprint} onBack={onBack} />}
      </div>
    </main>
  )
}

function Choose({ bridge, onMet, onBack }: { bridge: DesktopBridge; onMet: (office: Met) => void; onBack: () => void }) {
  const { t } = useWords()
  const [found, setFound] = useState<FoundOffice[]>()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const find = useCallback(() => {
    setFound(undefined)
    void bridge.findOffices().then(setFound, () => setFound([]))
  }, [bridge])
  useEffect(find, [find])
  const meet = async (address: OfficeAddress | undefined) => {
    if (!address) return setProblem(t('join.address_wrong'))
    setBusy(true)
    setProblem(undefined)
    const met = await bridge.meetOffice(address).catch((): MetOffice => ({ problem: 'office.not_found' }))
    setBusy(false)
    if ('problem' in met) setProblem(t(`error.${met.problem}`))
    else onMet({ ...met, ...address })
  }
  return (
    <>
      <p className="sp-t2">{t('join.text')}</p>
      <section className="sp-join-found" aria-label={t('join.found')} aria-busy={found === undefined}>
        <div className="sp-row">
          <h2 className="sp-grow">{t('join.found')}</h2>
          <button type="button" className="sp-link" disabled={found === undefined} onClick={find}>
            {t('join.find_again')}
          </button>
        </div>
        {found === undefined ? (
          <p className="sp-t2 sp-row">
            <Loader size={16} aria-hidden /> {t('join.finding')}
          </p>
        ) : found.length === 0 ? (
          <p className="sp-t2">{t('join.found_none')}</p>
        ) : (
          <ul>
            {found.map((office) => (
              <li key={`${office.host} ${office.port}`}>
                <button type="button" disabled={busy} onClick={() => void meet({ host: office.host, port: office.port })}>
                  <IconServer2 size={18} aria-hidden />
                  <span className="sp-grow cut">{office.name}</span>
                  <span className="sp-t2">{office.port === DEFAULT_PORT ? office.host : `${office.host}:${office.port}`}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <form
        className="sp-join-form"
        onSubmit={(event) => {
          event.preventDefault()
          void meet(addressOf(typed))
        }}
      >
        <TextInput
          label={t('join.address')}
          description={t('join.address_hint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder="192.168.1.20:8443"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={problem}
          spellCheck={false}
          autoComplete="off"
        />
        <div className="sp-row">
          <Button type="submit" loading={busy} disabled={typed.trim() === ''}>
            {t('join.meet')}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t('action.back')}
          </Button>
        </div>
      </form>
    </>
  )
}

type CompareProps = { bridge: DesktopBridge; office: Met; onWait: () => void; onBack: () => void }

function Compare({ bridge, office, onWait, onBack }: CompareProps) {
  const { t, find } = useWords()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const digits = code.replace(/\D/g, '')
  const join = async () => {
    setBusy(true)
    setProblem(undefined)
    const { host, port, keySha256 } = office
    const state = await bridge
      .joinOffice({ host, port, keySha256, ...(digits !== '' && { code: digits }) })
      .catch(() => ({ mode: 'local' as const, problem: 'office.no_answer' }))
    setBusy(false)
    if (state.mode === 'joined') location.reload()
    else if (state.mode === 'waiting') onWait()
    else setProblem(find(`error.${state.problem}`) ?? t('error.office.no_answer'))
  }
  return (
    <>
      <p className="sp-t2">{t('join.compare', { host: office.host })}</p>
      <SixWords fingerprint={office.fingerprint} label={t('share.words')} />
      <form
        className="sp-join-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (digits.length === 0 || digits.length === CODE_DIGITS) void join()
        }}
      >
        <TextInput
          label={t('join.code')}
          description={t('join.code_hint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoFocus
        />
        {problem && <Problem>{problem}</Problem>}
        <div className="sp-row sp-wrap">
          <Button
            type="submit"
            loading={busy}
            disabled={digits.length !== 0 && digits.length !== CODE_DIGITS}
            leftSection={<IconCheck size={16} aria-hidden />}
          >
            {digits === '' ? t('join.same_ask') : t('join.same')}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t('join.differ')}
          </Button>
        </div>
      </form>
    </>
  )
}

function Wait({ bridge, known, onBack }: { bridge: DesktopBridge; known: string | undefined; onBack: () => void }) {
  const { t, find } = useWords()
  const [fingerprint, setFingerprint] = useState(known)
  const [problem, setProblem] = useState<string>()
  const [refused, setRefused] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let over = false
    const ask = async () => {
      const state = await bridge.office().catch(() => undefined)
      if (over) return
      if (state?.mode === 'joined') return location.reload()
      if (state?.mode === 'turned_away' || state?.mode === 'local') return setRefused(true)
      if (state?.fingerprint) setFingerprint(state.fingerprint)
      setProblem(state?.problem && (find(`error.${state.problem}`) ?? t('error.office.no_answer')))
      timer = setTimeout(() => void ask(), ASK_EVERY_MS)
    }
    void ask()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [bridge, t, find])
  const giveUp = async () => {
    await bridge.leaveOffice()
    onBack()
  }
  if (refused)
    return (
      <>
        <Problem>{t('join.refused')}</Problem>
        <Button variant="default" onClick={() => void giveUp()}>
          {t('action.back')}
        </Button>
      </>
    )
  return (
    <>
      <p className="sp-row" role="status">
        <Loader size={18} aria-hidden /> <strong>{t('join.waiting')}</strong>
      </p>
      <p className="sp-t2">{t('join.waiting_text')}</p>
      {fingerprint && <SixWords fingerprint={fingerprint} label={t('share.words')} />}
      {problem && <Problem>{problem}</Problem>}
      <Button variant="default" onClick={() => void giveUp()} leftSection={<IconRefresh size={16} aria-hidden />}>
        {t('join.give_up')}
      </Button>
    </>
  )
}

function Problem({ children }: { children: ReactNode }) {
  return (
    <p className="sp-bad sp-join-problem" role="alert">
      <IconAlertTriangle size={16} aria-hidden /> <span>{children}</span>
    </p>
  )
}
