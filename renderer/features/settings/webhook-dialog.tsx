import { Checkbox } from '@mantine/core'
import type { Filter } from '../../../core/query/filter.ts'
import { EVENT_KINDS } from '../../../core/webhooks/events.ts'
import { Dialog } from '../../components/dialog.tsx'
import { SaveActions } from '../../components/save-actions.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKept } from '../../lib/drafts.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { FilterBar } from '../../records/filter-bar.tsx'

/** Filters by kind of record: what was built for one is not lost when another is looked at. */
type Draft = { name: string; url: string; events: string[]; inside: boolean; filters: Record<string, Filter | undefined> }

/** Asks which program is told, where, and of what. */
export function WebhookDialog({
  onClose,
  onMade,
}: {
  onClose: () => void
  onMade: (made: { name: string; secret: string }) => void
}) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { run, busy } = useCommand('saveWebhook')
  const { value, put, clear, found } = useKept<Draft>('settings.api.webhook', () => ({
    name: '',
    url: 'https://',
    events: [],
    inside: false,
    filters: {},
  }))
  const kinds = [...new Set(value.events.map((event) => event.split('.')[0] ?? ''))]
  const [kind] = kinds.length === 1 ? kinds : []
  const filter = kind === undefined ? undefined : value.filters?.[kind]
  const ready = value.name.trim() !== '' && value.url.length > 10 && value.events.length > 0
  const close = () => {
    clear()
    onClose()
  }
  const add = async () => {
    if (!ready || busy) return
    try {
      const { filters: _, ...rest } = value
      const { secret } = await run({ body: { ...rest, ...(filter && { filter }), on: true } })
      if (secret) onMade({ name: value.name, secret })
      close()
    } catch (error) {
      toast.problem(error)
    }
  }
  const tell = (event: string, wanted: boolean) =>
    put({ events: wanted ? [...value.events, event] : value.events.filter((each) => each !== event) })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('webhook.add_title')}
      size={620}
      note={found && t('draft.found')}
      actions={<SaveActions save={t('webhook.add')} busy={busy} disabled={!ready} onSave={() => void add()} onDiscard={close} />}
    >
      <TextField
        label={t('webhook.name')}
        value={value.name}
        onChange={(name) => put({ name: name ?? '' })}
        required
        autoFocus
        maxLength={120}
      />
      <TextField
        label={t('webhook.url')}
        value={value.url}
        onChange={(url) => put({ url: url ?? '' })}
        required
        maxLength={500}
      />
      <fieldset className="sp-key-scope">
        <legend>{t('webhook.events')}</legend>
        {office.entities.map(({ key, board, duplicates }) => (
          <div key={key} className="sp-webhook-events">
            <span>{office.entityLabel(key)}</span>
            {EVENT_KINDS.filter((kind) => (kind === 'stage_moved' ? board : kind !== 'merged' || duplicates)).map((kind) => {
              const event = `${key}.${kind}`
              return (
                <Checkbox
                  key={kind}
                  size="sm"
                  label={t(`webhook.event.${kind}`)}
                  aria-label={t('webhook.event_of', { entity: office.entityLabel(key), event: t(`webhook.event.${kind}`) })}
                  checked={value.events.includes(event)}
                  onChange={(change) => tell(event, change.currentTarget.checked)}
                />
              )
            })}
          </div>
        ))}
      </fieldset>
      {kind !== undefined && (
        <fieldset className="sp-key-scope">
          <legend>{t('webhook.filter')}</legend>
          <div className="sp-row sp-wrap">
            <FilterBar entity={kind} filter={filter} onChange={(next) => put({ filters: { ...value.filters, [kind]: next } })} />
          </div>
          <p className="sp-t2 sp-small">{t('webhook.filter_hint')}</p>
        </fieldset>
      )}
      {kinds.length > 1 && <p className="sp-t2 sp-small">{t('webhook.filter_one_kind')}</p>}
      <Checkbox
        size="sm"
        label={t('webhook.inside')}
        description={t('webhook.inside_hint')}
        checked={value.inside}
        disabled={office.me.role !== 'owner'}
        onChange={(event) => put({ inside: event.currentTarget.checked })}
      />
    </Dialog>
  )
}
