import { Button } from '@mantine/core'
import { IconAlertOctagon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Notice } from '../../core/contract/backup.ts'
import { useToast } from '../components/toast.tsx'
import { useDates } from '../lib/instants.ts'
import { recordPath } from '../lib/navigation.ts'
import { useCommand, useRead } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'
import { Banner } from './banner.tsx'

const LOOK_MS = 60_000
/** With these there is nothing to do in the window. */
const TOLD_ONLY = new Set(['notice.clock', 'notice.database_unsafe', 'notice.own_role_unreadable'])
/** What is made where it is used has no page among the settings. */
const SET_ELSEWHERE = new Set(['views', 'reports', 'dashboards'])

/**
 * What everybody whom it concerns must see whatever he is doing, such as that last night's backup failed, with the way to what is to be
 * done. The server decides who sees what; its codes are keys of words.
 */
export function useOfficeNotices(): { key: string; banner: ReactNode }[] {
  const { data } = useRead('notices', {}, { refetchInterval: LOOK_MS })
  return (data?.notices ?? []).map((notice) => ({
    key: `${notice.code} ${String(notice.params.folder ?? notice.params.id ?? notice.params.item ?? '')}`,
    banner: <OfficeNotice notice={notice} />,
  }))
}

function OfficeNotice({ notice }: { notice: Notice }) {
  const { find } = useWords()
  const dates = useDates()
  return (
    <Banner icon={<IconAlertOctagon size={18} aria-hidden />} grave>
      <p className="sp-grow">
        <strong>
          {find(notice.code, { ...notice.params, ...(notice.at && { when: dates.when(notice.at, true) }) }) ?? notice.code}
        </strong>
      </p>
      <WhatToDo notice={notice} />
    </Banner>
  )
}

function WhatToDo({ notice: { code, params } }: { notice: Notice }) {
  const { t } = useWords()
  if (TOLD_ONLY.has(code)) return null
  if (code === 'notice.record_damaged') return <PutBack entity={String(params.entity)} id={String(params.id)} />
  if (code.endsWith('_unreadable')) return <Settle area={String(params.area)} item={String(params.item)} unreadable />
  if (code.endsWith('_unreadable_new')) return <SetAnew area={String(params.area)} />
  if (code.startsWith('notice.setting_damaged')) return <Settle area={String(params.area)} item={String(params.item)} />
  if (code === 'notice.audit_broken')
    return (
      <Link className="sp-link" to="/settings" search={{ tab: 'audit' } as never}>
        {t('notice.audit_do')}
      </Link>
    )
  return (
    <>
      <Link className="sp-link" to="/settings" search={{ tab: 'backup' } as never}>
        {t('notice.backup_do')}
      </Link>
      {code === 'notice.saves_lost' && <Seen />}
    </>
  )
}

/** Puts the notice away for everybody who runs the office. */
function Seen() {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('lostSavesSeen')
  const see = () => run({}).catch((error: unknown) => toast.problem(error))
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => void see()}>
      {t('notice.seen')}
    </Button>
  )
}

/** The record whose cell became another by itself, and back to what was saved there last. */
function PutBack({ entity, id }: { entity: string; id: string }) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('putBackSaved')
  const putBack = async () => {
    try {
      await run({ body: { entity, id } })
      toast.show({ text: t('notice.put_back_done') })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <>
      <Link className="sp-link" to={recordPath(entity, id)}>
        {t('notice.open_record')}
      </Link>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => void putBack()}>
        {t('notice.put_back')}
      </Button>
    </>
  )
}

/** To where a setting is set that cannot be read any more and of which nothing was written down. */
function SetAnew({ area }: { area: string }) {
  const { t } = useWords()
  const tab = SET_ELSEWHERE.has(area) ? 'backup' : area
  return (
    <Link className="sp-link" to="/settings" search={{ tab } as never}>
      {t(tab === 'backup' ? 'notice.backup_do' : 'notice.open_settings')}
    </Link>
  )
}

/** A setting that became another by itself, or cannot be read any more: back to what was saved there last, or on with what it is now. */
function Settle({ area, item, unreadable }: { area: string; item: string; unreadable?: boolean }) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('settleSetting')
  const settle = async (keep: boolean) => {
    try {
      await run({ body: { area, item, keep } })
      toast.show({ text: t(keep ? 'notice.keep_done' : 'notice.put_back_done') })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <>
      <Link className="sp-link" to="/settings" search={{ tab: 'history' } as never}>
        {t('notice.open_setting')}
      </Link>
      {!unreadable && (
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void settle(true)}>
          {t('notice.keep')}
        </Button>
      )}
      <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void settle(false)}>
        {t('notice.put_back')}
      </Button>
    </>
  )
}
