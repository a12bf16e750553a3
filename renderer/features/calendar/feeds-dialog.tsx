import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import type { Feed } from '../../../core/contract/calendar.ts'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** The private addresses with which phones and Outlook read the calendar: made, told once, revoked. */
export function FeedsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const room = useRoom()
  const { data } = useRead('calendarFeeds', {})
  const [made, setMade] = useState<CallReply<'makeFeed'> | undefined>()
  return (
    <Dialog opened onClose={onClose} title={t('calendar.feed.title')} size={640} fullScreen={room === 'phone'}>
      <p className="sp-table-text">{t('calendar.feed.text')}</p>
      <p className="sp-t2 sp-small">{t('calendar.feed.reach')}</p>
      {made ? <MadeAddress address={made.address} /> : <MakeForm onMade={setMade} />}
      <ul className="sp-cal-feeds">
        {data?.feeds.map((feed) => (
          <FeedLine key={feed.id} feed={feed} onRevoked={() => feed.id === made?.id && setMade(undefined)} />
        ))}
        {data?.feeds.length === 0 && <li className="sp-t2 sp-table-text">{t('calendar.feed.none')}</li>}
      </ul>
    </Dialog>
  )
}

function MakeForm({ onMade }: { onMade: (made: CallReply<'makeFeed'>) => void }) {
  const { t } = useWords()
  const toast = useToast()
  const office = useOffice()
  const { run, busy } = useCommand('makeFeed')
  const [name, setName] = useState<string | undefined>()
  const [whose, setWhose] = useState<'mine' | 'team'>('mine')
  const make = async () => {
    try {
      onMade(await run({ body: { name: name?.trim() || t('calendar.subscribe'), whose } }))
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <form
      className="sp-cal-feed-form"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <TextField label={t('calendar.feed.name')} placeholder={t('calendar.feed.name_hint')} value={name} onChange={setName} />
      {office.entity('activity')?.grant.export && (
        <SegmentedControl
          aria-label={t('calendar.whose')}
          value={whose}
          onChange={(value) => setWhose(value as 'mine' | 'team')}
          data={[
            { value: 'mine', label: t('calendar.mine') },
            { value: 'team', label: t('calendar.team') },
          ]}
        />
      )}
      <Button type="submit" loading={busy}>
        {t('calendar.feed.make')}
      </Button>
    </form>
  )
}

function MadeAddress({ address }: { address: string }) {
  const { t } = useWords()
  const toast = useToast()
  const isShared = address.startsWith('https:')
  const copy = async () => {
    await navigator.clipboard.writeText(address)
    toast.show({ text: t('action.copied') })
  }
  return (
    <div className="sp-cal-made">
      <TextInput
        readOnly
        label={t('calendar.feed.address')}
        description={t('calendar.feed.once')}
        value={address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()} data-autofocus>
        {t('action.copy')}
      </Button>
      <p className="sp-small">{t(isShared ? 'calendar.feed.trusted' : 'calendar.feed.only_here')}</p>
    </div>
  )
}

function FeedLine({ feed, onRevoked }: { feed: Feed; onRevoked: () => void }) {
  const { t } = useWords()
  const dates = useDates()
  const toast = useToast()
  const { run, busy } = useCommand('revokeFeed')
  const revoke = async () => {
    try {
      await run({ params: { id: feed.id } })
      onRevoked()
      toast.show({ text: t('calendar.feed.revoked', { name: feed.name }) })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <li className="sp-row">
      <div className="sp-grow">
        <div className="cut sp-strong">
          {feed.name} <span className="sp-t2">{t(feed.whose === 'mine' ? 'calendar.mine' : 'calendar.team')}</span>
        </div>
        <div className="sp-t2 sp-small">
          {t('calendar.feed.made', { when: dates.when(feed.createdAt, true) })} ·{' '}
          {feed.usedAt ? t('calendar.feed.used', { when: dates.when(feed.usedAt, true) }) : t('calendar.feed.unused')}
        </div>
      </div>
      <Button
        variant="default"
        loading={busy}
        aria-label={t('calendar.feed.revoke', { name: feed.name })}
        onClick={() => void revoke()}
      >
        {t('calendar.feed.revoke_short')}
      </Button>
    </li>
  )
}
