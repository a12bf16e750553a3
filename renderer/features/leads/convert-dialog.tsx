import { Button, Checkbox, Radio } from '@mantine/core'
import { useState } from 'react'
import type { RecordRow } from '../../../core/contract/records.ts'
import { ChoiceField } from '../../components/choice-field.tsx'
import { DateField } from '../../components/date-field.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { KeyCap } from '../../components/key-cap.tsx'
import { MoneyField } from '../../components/money-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKeys } from '../../lib/keys.ts'
import { recordPath, useGo } from '../../lib/navigation.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

const NEW = 'new'

/** One step from a lead to customer, contact and deal. A customer that looks the same is offered first. */
export function ConvertDialog({ row, onClose }: { row: RecordRow; onClose: () => void }) {
  const { t } = useWords()
  const office = useOffice()
  const go = useGo()
  const toast = useToast()
  const { data } = useRead('leadMatches', { params: { id: row.id } })
  const convert = useCommand('convertLead')
  const undo = useCommand('undoBatch')
  const matches = data?.customers ?? []
  const [chosen, setChosen] = useState<string | undefined>()
  const customer = chosen ?? matches[0]?.id ?? NEW
  const [contact, setContact] = useState(typeof row.company === 'string')
  const [withDeal, setWithDeal] = useState(true)
  const pipeline = office.pipelines.find((candidate) => !candidate.archived)
  const stages = pipeline?.stages.filter((stage) => stage.kind === 'open' && !stage.archived) ?? []
  const [deal, setDeal] = useState({
    name: typeof row.interest === 'string' ? row.interest : row.title,
    stage: stages[0]?.id,
    amount: typeof row.expectedAmount === 'number' ? row.expectedAmount : undefined,
    expectedClose: undefined as string | undefined,
  })
  const save = async () => {
    const ready = withDeal && pipeline && deal.stage && deal.name.trim() !== ''
    try {
      const made = await convert.run({
        params: { id: row.id },
        body: {
          version: row.version,
          contact,
          ...(customer !== NEW && { customerId: customer }),
          ...(ready && {
            deal: {
              name: deal.name,
              pipeline: pipeline.id,
              stage: deal.stage ?? '',
              ...(deal.amount !== undefined && { amount: deal.amount }),
              ...(deal.expectedClose && { expectedClose: deal.expectedClose }),
            },
          }),
        },
      })
      onClose()
      go(recordPath('customer', made.customerId))
      toast.show({
        text: t('convert.done', { title: row.title }),
        undo: () => undo.run({ params: { batchId: made.batchId }, body: {} }).then(() => go(recordPath('lead', row.id))),
      })
    } catch (error) {
      toast.problem(error)
    }
  }
  useKeys({ F9: () => void save() }, { always: true, onTop: true })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`${t('convert.title')}: ${row.title}`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.back')}
          </Button>
          <Button loading={convert.busy} onClick={() => void save()} rightSection={<KeyCap onFill>F9</KeyCap>}>
            {t('convert.go')}
          </Button>
        </>
      }
    >
      {matches.length > 0 && (
        <Radio.Group label={t('convert.match')} value={customer} onChange={setChosen}>
          {matches.map((match) => (
            <Radio key={match.id} value={match.id} label={t('convert.use', { title: match.title })} mt={6} />
          ))}
          <Radio value={NEW} label={t('convert.new')} mt={6} />
        </Radio.Group>
      )}
      <Checkbox
        label={t('convert.contact', { title: row.title })}
        checked={contact}
        onChange={(event) => setContact(event.currentTarget.checked)}
      />
      <Checkbox label={t('convert.deal')} checked={withDeal} onChange={(event) => setWithDeal(event.currentTarget.checked)} />
      {withDeal && (
        <>
          <TextField
            label={t('convert.deal_name')}
            value={deal.name}
            onChange={(name) => setDeal({ ...deal, name: name ?? '' })}
          />
          <ChoiceField
            label={office.fieldLabel('deal', 'stage')}
            value={deal.stage}
            options={office.options('stage').filter((option) => stages.some((stage) => stage.id === option.value))}
            onChange={(stage) => setDeal({ ...deal, stage })}
            required
          />
          <MoneyField
            label={office.fieldLabel('deal', 'amount')}
            value={deal.amount}
            onChange={(amount) => setDeal({ ...deal, amount })}
          />
          <DateField
            label={office.fieldLabel('deal', 'expectedClose')}
            today={office.today}
            purpose="due"
            value={deal.expectedClose}
            onChange={(expectedClose) => setDeal({ ...deal, expectedClose })}
          />
        </>
      )}
    </Dialog>
  )
}
