import type { FieldRule } from '../../core/configuration/ours.ts'
import type { EntityInfo } from '../../core/contract/office.ts'
import { newItemId } from '../../core/ids.ts'
import { matches } from '../../core/query/matches.ts'
import { parseCompanyName } from '../../core/thai/company-name.ts'
import { addDays } from '../../core/thai/date.ts'
import { parsePersonName } from '../../core/thai/person-name.ts'
import { parsePhone } from '../../core/thai/phone.ts'
import { instantOf } from '../lib/instants.ts'
import type { OfficeInfo } from '../lib/session.tsx'
import type { CreateRequest } from './record-actions.tsx'
import type { Values } from './save-record.tsx'

/** What a form asks first: what one knows with a customer on the line. The rest waits behind “more fields”. */
const MAIN: Record<string, string[]> = {
  customer: ['name', 'phones', 'type', 'grade', 'taxId', 'lineId', 'addresses', 'owner'],
  contact: ['name', 'customers', 'phones', 'lineId', 'emails', 'notes'],
  lead: ['name', 'company', 'phones', 'lineId', 'interest', 'source', 'expectedAmount', 'owner'],
  deal: ['name', 'customer', 'pipeline', 'stage', 'amount', 'expectedClose', 'product', 'people', 'owner'],
  activity: ['subject', 'type', 'about', 'dueAt', 'minutes', 'remindAt', 'repeat', 'body', 'place', 'owner'],
}
const USUAL = ['name', 'phones', 'owner', 'notes']

export const mainFields = (entity: string): string[] => MAIN[entity] ?? USUAL

const rulesOn = (entity: EntityInfo, key: string, effect: FieldRule['effect']) =>
  (entity.rules ?? []).filter((rule) => rule.field === key && rule.effect === effect)

/** False while a rule of the office keeps the field out of sight; what it holds is kept. */
export const isShown = (entity: EntityInfo, key: string, values: Values): boolean =>
  rulesOn(entity, key, 'shown').every((rule) => matches(rule.when, values))

/** True while a rule of the office wants the field filled. */
export const isAsked = (entity: EntityInfo, key: string, values: Values): boolean =>
  rulesOn(entity, key, 'required').some((rule) => matches(rule.when, values))

/** Reads the words of a search as what they are: a number, a company, a person. */
function fromText(entity: string, text: string): Values {
  const phone = parsePhone(text)
  if (phone.ok) return { phones: [{ id: newItemId(), e164: phone.phone.e164 }] }
  switch (entity) {
    case 'customer': {
      const read = parseCompanyName(text)
      return { name: { type: 'company', name: read.name, ...(read.form && { form: read.form }) } }
    }
    case 'contact':
    case 'lead':
      return { name: parsePersonName(text) }
    case 'activity':
      return { subject: text }
    default:
      return { name: text }
  }
}

/** What a new record begins with: what is known, the reader as its owner, the first pipeline and stage. */
export function startValues(office: OfficeInfo, request: CreateRequest): Values {
  const entity = office.entity(request.entity)
  const has = (key: string) => entity?.fields.some((field) => field.key === key) ?? false
  const pipeline = office.pipelines.find((candidate) => !candidate.archived)
  return {
    ...(entity && has(entity.owner) && { [entity.owner]: office.me.id }),
    ...(has('pipeline') &&
      pipeline && {
        pipeline: pipeline.id,
        stage: pipeline.stages.find((stage) => stage.kind === 'open' && !stage.archived)?.id,
      }),
    ...(request.entity === 'lead' && { status: 'new' }),
    ...(request.entity === 'activity' && { type: 'task' }),
    // What comes next about somebody is usually for tomorrow morning; without a day it would be on nobody's list.
    ...(request.entity === 'activity' &&
      request.values?.about !== undefined && { dueAt: instantOf(addDays(office.today, 1), '09:00', office.timeZone) }),
    ...(request.text && fromText(request.entity, request.text)),
    ...request.values,
  }
}
