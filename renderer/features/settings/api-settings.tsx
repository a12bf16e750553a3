import { Button, Checkbox } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KeyDialog } from './key-dialog.tsx'
import { KeyTable } from './key-table.tsx'
import { SectionHead } from './section-head.tsx'
import { type ToldKey, ToldKeyDialog } from './told-key-dialog.tsx'
import { WebhookSettings } from './webhook-settings.tsx'
import './api.css'

/** Other programs of the office: the keys by which they come in, and from where. */
export function ApiSettings() {
  const { t } = useWords()
  const { data, error, refetch } = useRead('listKeys', {})
  const [making, setMaking] = useState(false)
  const [told, setTold] = useState<ToldKey>()
  const failure = failureOf({ data, error })
  return (
    <>
      <SectionHead title={t('settings.tab.api')} note={t('api.note')}>
        <Link to="/api/docs" className="sp-link">
          {t('api.docs_open')}
        </Link>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
          {t('api.make')}
        </Button>
      </SectionHead>
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows count={4} />
      ) : (
        <>
          <Keys keys={data.keys} />
          <Where overLan={data.overLan} />
          <WebhookSettings />
        </>
      )}
      {making && <KeyDialog onClose={() => setMaking(false)} onMade={setTold} />}
      {told && <ToldKeyDialog {...told} onClose={() => setTold(undefined)} />}
    </>
  )
}

function Keys({ keys }: { keys: Parameters<typeof KeyTable>[0]['keys'] }) {
  const { t } = useWords()
  const good = keys.filter((key) => key.state === 'good')
  const ended = keys.filter((key) => key.state !== 'good')
  return (
    <>
      {good.length === 0 ? <p className="sp-t2 sp-table-text">{t('api.keys_none')}</p> : <KeyTable keys={good} />}
      {ended.length > 0 && (
        <details className="sp-keys-ended">
          <summary className="sp-t2 sp-table-text">{t('api.keys_ended', { count: ended.length })}</summary>
          <KeyTable keys={ended} />
        </details>
      )}
    </>
  )
}

function Where({ overLan }: { overLan: boolean }) {
  const { t } = useWords()
  const { me } = useOffice()
  const toast = useToast()
  const { run, busy } = useCommand('setKeysOverLan')
  const put = (on: boolean) =>
    run({ body: { on } })
      .then(() => toast.show({ text: t('toast.saved') }))
      .catch(toast.problem)
  return (
    <section className="sp-set-block sp-set-wide">
      <h3>{t('api.where')}</h3>
      <Checkbox
        size="sm"
        label={t('api.over_lan')}
        description={t('api.over_lan_hint')}
        checked={overLan}
        disabled={busy || me.role !== 'owner'}
        onChange={(event) => void put(event.currentTarget.checked)}
      />
    </section>
  )
}
