import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { BulkAct, BulkRun } from '../../core/contract/bulk.ts'
import type { Filter } from '../../core/query/filter.ts'
import type { WordKey } from '../../core/words/th.ts'
import { useToast } from '../components/toast.tsx'
import { type CallReply, call, newKey } from '../lib/api.ts'
import { later } from '../lib/later.tsx'
import { useCommand, useRead, useRefresh } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords, type WordParams } from '../lib/words.ts'
import { undoneWords } from './undone-words.ts'

/** An act on many records: on those named, or on all that match the filter. */
export type BulkRequest = {
  entity: string
  target: { ids: string[] } | { filter?: Filter }
  act: BulkAct
  /** What the act is called before and after, with `{{count}}` and `{{unit}}`. */
  words: { verb: WordKey; done: WordKey }
  onStarted?: () => void
}
export type BulkPreview = CallReply<'previewBulk'>
type Asked = { request: BulkRequest; preview: BulkPreview }
/** What runs: an act, or the undo of one, with what is said at its end. */
type Running = { batchId: string; total: number; request?: BulkRequest }
type Bulk = {
  begin: (request: BulkRequest) => Promise<void>
  /** Takes back a batch of `count` records: at once, or where they are many while one works elsewhere, with progress and a stop. */
  takeBack: (batchId: string, count: number) => Promise<void>
}

const BulkContext = createContext<Bulk | undefined>(undefined)
const BulkDialog = later(() => import('./bulk-dialog.tsx').then((file) => file.BulkDialog))
const LeftDialog = later(() => import('./bulk-dialog.tsx').then((file) => file.LeftDialog))
const BulkProgress = later(() => import('./bulk-progress.tsx').then((file) => file.BulkProgress))

const ASK_EVERY_MS = 400
/** An undo of more than so many records goes on behind one's work. */
const LONG_UNDO = 300

/**
 * Lets any screen begin an act on many records. What all of it may be done to and nothing is left alone, and was chosen by hand, is done at once
 * and can be undone; otherwise the numbers are shown first. It goes on while one works elsewhere.
 */
export function BulkProvider({ children }: { children: ReactNode }) {
  const toast = useToast()
  const [asked, setAsked] = useState<Asked | undefined>()
  const [running, setRunning] = useState<Running | undefined>()
  const [ended, setEnded] = useState<BulkRun | undefined>()
  const start = useCallback(
    async (request: BulkRequest) => {
      try {
        const { entity, target, act } = request
        const run = await call('startBulk', { params: { entity }, body: { target, act } }, { key: newKey() })
        setRunning({ request, ...run })
        request.onStarted?.()
      } catch (error) {
        toast.problem(error)
      }
    },
    [toast],
  )
  const begin = useCallback(
    async (request: BulkRequest) => {
      try {
        const { entity, target, act } = request
        const preview = await call('previewBulk', { params: { entity }, body: { target, act } })
        if ('ids' in target && preview.refused === 0) await start(request)
        else setAsked({ request, preview })
      } catch (error) {
        toast.problem(error)
      }
    },
    [start, toast],
  )
  const takeBack = useTakeBack(setRunning)
  const value = useMemo(() => ({ begin, takeBack }), [begin, takeBack])
  return (
    <BulkContext value={value}>
      {children}
      {running && <Watch key={running.batchId} running={running} onEnd={() => setRunning(undefined)} onLeft={setEnded} />}
      {asked && (
        <BulkDialog
          {...asked}
          onStart={() => {
            setAsked(undefined)
            void start(asked.request)
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {ended && <LeftDialog run={ended} onClose={() => setEnded(undefined)} />}
    </BulkContext>
  )
}

export function useBulk(): Bulk {
  const bulk = useContext(BulkContext)
  if (!bulk) throw new Error('useBulk outside of BulkProvider')
  return bulk
}

function useTakeBack(onRunning: (running: Running) => void): Bulk['takeBack'] {
  const words = useWords()
  const office = useOffice()
  const toast = useToast()
  const { run: undo } = useCommand('undoBatch')
  const latest = useRef({ words, office, undo })
  latest.current = { words, office, undo }
  return useCallback(
    async (batchId, count) => {
      if (count > LONG_UNDO) {
        const run = await call('startUndo', { params: { batchId }, body: {} }, { key: newKey() })
        return onRunning(run)
      }
      const { kept } = await latest.current.undo({ params: { batchId }, body: {} })
      toast.show({ text: undoneWords(latest.current.words, latest.current.office, kept) })
    },
    [onRunning, toast],
  )
}

/** Follows a run to its end, then says what came of it and offers to undo it. */
function Watch({ running, onEnd, onLeft }: { running: Running; onEnd: () => void; onLeft: (run: BulkRun) => void }) {
  const words = useWords()
  const { t, find, number } = words
  const office = useOffice()
  const toast = useToast()
  const refresh = useRefresh()
  const { takeBack } = useBulk()
  const told = useRef(false)
  const { batchId, request } = running
  const { data: run } = useRead('bulkRun', { params: { batchId } }, { refetchInterval: ASK_EVERY_MS, staleTime: 0 })
  useEffect(() => {
    if (!run || run.state === 'running' || told.current) return
    told.current = true
    onEnd()
    void refresh()
    if (!request)
      return toast.show({
        text:
          run.state === 'cancelled'
            ? t('bulk.undo_stopped', { done: number(run.done), all: number(run.total) })
            : undoneWords(words, office, run.kept ?? []),
      })
    const unit = find(`${request.entity}.unit`) ?? ''
    const params = { count: number(run.changed), unit } satisfies WordParams
    const said =
      run.state === 'cancelled'
        ? t(run.unreadable ? 'bulk.unreadable' : 'bulk.stopped', { ...params, all: number(run.total) })
        : t(request.words.done, params)
    // Fewer than were promised are changed where some were so before: said, or it looks like a loss.
    const same = run.state === 'done' ? run.total - run.changed - run.refused : 0
    const already = same > 0 ? ` · ${t('bulk.already', { count: number(same), unit })}` : ''
    const left = run.refused > 0 ? ` · ${t('bulk.left', { count: number(run.refused), unit })}` : ''
    toast.show({
      text: said + already + left,
      seconds: run.refused > 0 ? 20 : 10,
      ...(run.refused > 0 && { action: { label: t('bulk.see_left'), run: () => onLeft(run) } }),
      undo: () => takeBack(batchId, run.changed),
    })
  }, [run, batchId, request, words, t, find, number, office, toast, refresh, takeBack, onEnd, onLeft])
  return <BulkProgress batchId={batchId} run={run} total={running.total} isUndo={request === undefined} />
}
