import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Webhook } from '../../../core/contract/webhooks.ts'
import { Mark } from '../../components/mark.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import { filterParts, filterSentence } from '../../records/filter-words.ts'
import { useFilterContext } from '../../records/titles.ts'
import { ToldSecretDialog } from './told-secret-dialog.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'
import { WebhookLog } from './webhook-log.tsx'

/** The programs that are told of changes: where, of what, and whether they take it. */
export function WebhookSettings() {
  const { t } = useWords()
  const { data } = useRead('listWebhooks', {})
  const [adding, setAdding] = useState(false)
  const [looking, setLooking] = useState<Webhook>()
  const [told, setTold] = useState<{ name: string; secret: string }>()
  if (!data) return null
  return (
    <section className="sp-set-block sp-set-wide">
      <h3>{t('webhook.title')}</h3>
      {data.webhooks.length === 0 ? (
        <p className="sp-t2 sp-table-text">{t('webhook.none')}</p>
      ) : (
        <WebhookTable webhooks={data.webhooks} onLook={setLooking} />
      )}
      <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
        {t('webhook.add')}
      </Button>
      {adding && <WebhookDialog onClose={() => setAdding(false)} onMade={setTold} />}
      {looking && <WebhookLog webhook={looking} onClose={() => setLooking(undefined)} />}
      {told && (
        <ToldSecretDialog
          title={t('webhook.secret_title', { name: told.name })}
          text={t('webhook.secret_text')}
          copy={t('webhook.secret_copy')}
          secret={told.secret}
          onClose={() => setTold(undefined)}
        />
      )}
    </section>
  )
}

function WebhookTable({ webhooks, onLook }: { webhooks: readonly Webhook[]; onLook: (webhook: Webhook) => void }) {
  const { t } = useWords()
  const dates = useDates()
  return (
    <table className="sp-set-table sp-stacks sp-keys">
      <thead>
        <tr>
          <th scope="col">{t('webhook.program')}</th>
          <th scope="col">{t('webhook.state')}</th>
          <th scope="col">{t('webhook.last')}</th>
          <th aria-hidden />
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => (
          <tr key={webhook.id}>
            <td>
              <div>
                <div className="sp-strong">{webhook.name}</div>
                <div className="sp-t3 sp-small sp-webhook-url">{webhook.url}</div>
                <Only webhook={webhook} />
              </div>
            </td>
            <td data-label={t('webhook.state')}>
              <span>
                <State webhook={webhook} />{' '}
                {webhook.waiting > 0 && (
                  <span className="sp-t2 sp-nowrap">{t('webhook.waiting', { count: webhook.waiting })}</span>
                )}
              </span>
            </td>
            <td className="sp-t2" data-label={t('webhook.last')}>
              {webhook.lastAt ? dates.when(webhook.lastAt, true) : '–'}
            </td>
            <td className="sp-set-acts sp-stacks-end">
              <Verbs webhook={webhook} onLook={() => onLook(webhook)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Of which records alone it is told, in words. */
function Only({ webhook: { events, filter } }: { webhook: Webhook }) {
  const entity = events[0]?.split('.')[0] ?? ''
  const context = useFilterContext(filter ? [{ entity, filter }] : [])
  if (!filter) return null
  const said = filterParts(filter).map((part) => filterSentence(context, entity, part))
  return <div className="sp-t2 sp-small">{context.words.t('webhook.only', { filter: said.join(' · ') })}</div>
}

function State({ webhook: { state, failingSince } }: { webhook: Webhook }) {
  const { t } = useWords()
  const dates = useDates()
  if (state === 'failed') return <Mark tone="bad">{t('webhook.state.failed')}</Mark>
  if (state === 'off') return <Mark>{t('webhook.state.off')}</Mark>
  if (failingSince) return <Mark tone="warn">{t('webhook.state.failing', { when: dates.when(failingSince, true) })}</Mark>
  return t('webhook.state.on')
}

function Verbs({ webhook, onLook }: { webhook: Webhook; onLook: () => void }) {
  const { t } = useWords()
  const toast = useToast()
  const save = useCommand('saveWebhook')
  const remove = useCommand('removeWebhook')
  const { id, name, url, events, filter, inside, state } = webhook
  const turn = () =>
    save
      .run({ body: { id, name, url, events, inside, on: state !== 'on', ...(filter && { filter }) } })
      .then(() => toast.show({ text: t('toast.saved') }))
      .catch(toast.problem)
  const end = () =>
    remove
      .run({ params: { id } })
      .then(() => toast.show({ text: t('webhook.removed', { name }) }))
      .catch(toast.problem)
  return (
    <>
      <button type="button" className="sp-link" aria-label={`${t('webhook.log')} ${name}`} onClick={onLook}>
        {t('webhook.log')}
      </button>
      <button
        type="button"
        className="sp-link"
        aria-label={`${t(state === 'on' ? 'webhook.turn_off' : 'webhook.turn_on')} ${name}`}
        disabled={save.busy}
        onClick={() => void turn()}
      >
        {t(state === 'on' ? 'webhook.turn_off' : 'webhook.turn_on')}
      </button>
      <button
        type="button"
        className="sp-link"
        aria-label={t('webhook.remove_of', { name })}
        disabled={remove.busy}
        onClick={() => void end()}
      >
        {t('webhook.remove')}
      </button>
    </>
  )
}
