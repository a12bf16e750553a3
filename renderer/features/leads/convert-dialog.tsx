import { Button, Checkbox, Radio } from '@mantine/core'
import type { RecordRow } from '../../../core/contract/records.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { ChoiceField } from '../../components/choice-field.tsx'
import { DateField } from '../../components/date-field.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { MoneyField } from '../../components/money-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import { useKept } from '../../lib/drafts.ts'
import { recordPath, useGo } from '../../lib/navigation.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

const NEW = 'new'

/** What is chosen and typed; what is empty is null, because a draft keeps no undefined. */
type Conversion = {
  customer?: string
  contact: boolean
  withDeal: boolean
  name: string
  stage: string | null
  amount: number | null
  expectedClose: string | null
}

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
  const first = matches[0]?.id ?? NEW
  const pipeline = office.pipelines.find((candidate) => !candidate.archived)
  const stages = pipeline?.stages.filter((stage) => stage.kind === 'open' && !stage.archived) ?? []
  const { value, put, clear, found } = useKept<Conversion>(`convert.${row.id}`, () => ({
    contact: typeof row.company === 'string',
    withDeal: true,
    name: typeof row.interest === 'string' ? row.interest : row.title,
    stage: stages[0]?.id ?? null,
    amount: typeof row.expectedAmount === 'number' ? row.expectedAmount : null,
    expectedClose: null,
  }))
  const { contact, withDeal, ...deal } = value
  const customer = matches.some((match) => match.id === value.customer) || value.customer === NEW ? value.customer : first
  const save = async () => {
    const ready = withDeal && pipeline && deal.stage && deal.name.trim() !== ''
    try {
      const made = await convert.run({
        params: { id: row.id },
        body: {
          version: row.version,
          contact,
          ...(customer && customer !== NEW && { customerId: customer }),
          ...(ready && {
            deal: {
              name: deal.name,
              pipeline: pipeline.id,
              stage: deal.stage ?? '',
              ...(deal.amount !== null && { amount: deal.amount }),
              ...(deal.expectedClose && { expectedClose: deal.expectedClose }),
            },
          }),
        },
      })
      clear()
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
  const discard = () => {
    clear()
    onClose()
  }
  useActions({ save: () => void save() }, { always: true, onTop: true })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`${t('convert.title')}: ${row.title}`}
      note={found && t('draft.found')}
      actions={
        <>
          <Button variant="default" onClick={discard}>
            {t('action.discard')}
          </Button>
          <Button loading={convert.busy} onClick={() => void save()} rightSection={<ActionKey id="save" onFill />}>
            {t('convert.go')}
          </Button>
        </>
      }
    >
      {matches.length > 0 && (
        <Radio.Group label={t('convert.match')} value={customer ?? NEW} onChange={(id) => put({ customer: id })}>
          {matches.map((match) => (
            <Radio key={match.id} value={match.id} label={t('convert.use', { title: match.title })} mt={6} />
          ))}
          <Radio value={NEW} label={t('convert.new')} mt={6} />
        </Radio.Group>
      )}
      <Checkbox
        label={t('convert.contact', { title: row.title })}
        checked={contact}
        onChange={(event) => put({ contact: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('convert.deal')}
        checked={withDeal}
        onChange={(event) => put({ withDeal: event.currentTarget.checked })}
      />
      {withDeal && (
        <>
          <TextField label={t('convert.deal_name')} value={deal.name} onChange={(name) => put({ name: name ?? '' })} />
          <ChoiceField
            label={office.fieldLabel('deal', 'stage')}
            value={deal.stage ?? undefined}
            options={office.options('stage').filter((option) => stages.some((stage) => stage.id === option.value))}
            onChange={(stage) => put({ stage: stage ?? null })}
            required
          />
          <MoneyField
            label={office.fieldLabel('deal', 'amount')}
            value={deal.amount ?? undefined}
            onChange={(amount) => put({ amount: amount ?? null })}
          />
          <DateField
            label={office.fieldLabel('deal', 'expectedClose')}
            today={office.today}
            purpose="due"
            value={deal.expectedClose ?? undefined}
            onChange={(expectedClose) => put({ expectedClose: expectedClose ?? null })}
          />
        </>
      )}
    </Dialog>
  )
}
