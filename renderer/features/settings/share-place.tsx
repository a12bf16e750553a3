import { Button, NumberInput, Select } from '@mantine/core'
import { IconBroadcast } from '@tabler/icons-react'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { problemWords } from '../../lib/problem.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { HostStatus } from './share-settings.tsx'

/** Where the office is shared: the address is chosen only where this PC has several, the port only where somebody asks. */
export function SharePlace({ status, verb, onDone }: { status: HostStatus; verb: string; onDone?: () => void }) {
  const words = useWords()
  const { t } = words
  const toast = useToast()
  const { run, busy, error } = useCommand('setHost')
  const offered = status.addresses.map(({ interface: name, address }) => ({ value: address, label: `${address} · ${name}` }))
  const kept = offered.some(({ value }) => value === status.address) ? status.address : undefined
  const [address, setAddress] = useState(kept ?? offered[0]?.value)
  const [port, setPort] = useState(status.port)
  const share = async () => {
    try {
      await run({ body: { on: true, port, ...(address && { address }) } })
      if (onDone) toast.show({ text: t('toast.saved') })
      onDone?.()
    } catch {
      // It is told below, beside what has to be changed.
    }
  }
  return (
    <form
      className="sp-share-place"
      onSubmit={(event) => {
        event.preventDefault()
        void share()
      }}
    >
      {(offered.length > 1 || onDone) && (
        <div className="sp-row sp-share-fields">
          <Select
            label={t('share.address')}
            description={onDone ? undefined : t('share.address_hint')}
            data={offered}
            value={address ?? null}
            onChange={(next) => setAddress(next ?? undefined)}
            allowDeselect={false}
            comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
          />
          {onDone && (
            <NumberInput
              label={t('share.port')}
              value={port}
              onChange={(next) => setPort(Number(next))}
              min={1024}
              max={65_534}
              allowDecimal={false}
              hideControls
            />
          )}
        </div>
      )}
      {error && (
        <p className="sp-bad sp-table-text" role="alert">
          {problemWords(words, error).text}
        </p>
      )}
      <div className="sp-row">
        <Button
          type="submit"
          loading={busy}
          disabled={offered.length === 0}
          leftSection={onDone ? undefined : <IconBroadcast size={16} aria-hidden />}
        >
          {verb}
        </Button>
        {onDone && (
          <Button variant="default" onClick={onDone}>
            {t('action.discard')}
          </Button>
        )}
      </div>
    </form>
  )
}
