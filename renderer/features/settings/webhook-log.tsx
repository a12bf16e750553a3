import { Button } from '@mantine/core'
import type { Delivery, Webhook } from '../../../core/contract/webhooks.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** What a program was told of late, what it answered, and what still waits. */
export function WebhookLog({ webhook: { id, name }, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useWords()
  const { data, error, refetch } = useRead('listDeliveries', { params: { id } })
  const failure = failureOf({ data, error })
  const toast = useToast()
  const all = useCommand('retryDeliveries')
  const again = () =>
    all
      .run({ params: { id }, body: {} })
      .then(({ count }) => toast.show({ text: t('webhook.retried', { count }) }))
      .catch(toast.problem)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('webhook.log_of', { name })}
      size={640}
      actions={
        <>
          {data && data.failed > 1 && (
            <Button variant="default" loading={all.busy} onClick={() => void again()}>
              {t('webhook.retry_all', { count: data.failed })}
            </Button>
          )}
          <Button onClick={onClose} data-autofocus>
            {t('action.close')}
          </Button>
        </>
      }
    >
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows count={4} />
      ) : data.deliveries.length === 0 ? (
        <p className="sp-t2 sp-table-text">{t('webhook.log_none')}</p>
      ) : (
        <ul className="sp-deliveries">
          {data.deliveries.map((delivery) => (
            <Line key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function Line({ delivery }: { delivery: Delivery }) {
  const { t, find } = useWords()
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
  const { run, busy } = useCommand('retryDelivery')
  const [entity = '', kind = ''] = delivery.event.split('.')
  const event = t('webhook.event_of', { entity: office.entityLabel(entity), event: find(`webhook.event.${kind}`) ?? kind })
  const again = delivery.state === 'given_up' || (delivery.state === 'waiting' && delivery.attempts > 0)
  const came = [
    delivery.attempts > 1 && t('webhook.attempts', { count: delivery.attempts }),
    delivery.status !== null && t('webhook.answered', { status: delivery.status }),
    delivery.problem && (find(`webhook.problem.${delivery.problem}`) ?? delivery.problem),
  ].filter(Boolean)
  return (
    <li>
      <div className="sp-grow">
        <span className="sp-strong">{t(`webhook.delivery.${delivery.state}`)}</span> {event}
        <div className="sp-t2 sp-small">{[dates.when(delivery.at, true), ...came].join(' · ')}</div>
      </div>
      {again && (
        <button
          type="button"
          className="sp-link"
          disabled={busy}
          onClick={() => void run({ params: { id: delivery.id }, body: {} }).catch(toast.problem)}
        >
          {t('webhook.retry')}
        </button>
      )}
    </li>
  )
}
