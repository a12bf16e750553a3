import { createHash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { FLAGGED, flagOf, KINDS, type Kind, OWN_ROLES, RELATIONS, type Relation } from './matrix-roles.ts'
import { company, type Person, phone, TestOffice } from './test-office.ts'

/** What stands in the fields of a record, each with a text of its own by which it is known wherever it turns up. */
export type Canary = { kind: Kind; id: string; texts: string[] }

/** A text that stands nowhere else. */
let lastCanary = 0
const canary = (): string => `ZQ${(++lastCanary).toString(36).toUpperCase().padStart(4, '0')}QZ`
/** A number that is in no other field: told apart with or without its separators. */
const canaryNumber = (): string => String(70_000_000 + ++lastCanary * 7919)

/** A person of a role with a teammate, and a record of each kind in each relation to him. */
export type Subject = { role: string; who: Person; mate: Person; records: Record<Kind, Record<Relation, string>> }

/** Tables in which being refused, or merely asking, is written down. */
const LOGS = ['access_log', 'audit_chain', 'audit_head', 'sqlite_sequence', 'sign_in_budget', 'session', 'known_device']

/** An office with people of every role, and records whose every text is a canary. */
export class MatrixWorld {
  readonly office: TestOffice
  readonly canaries = new Map<string, Canary>()
  #changes = -1
  #hash = ''

  private constructor(office: TestOffice) {
    this.office = office
  }

  static async open(): Promise<MatrixWorld> {
    return new MatrixWorld(await TestOffice.open())
  }

  get raw(): TestOffice['file']['raw'] {
    return this.office.file.raw
  }

  /** The logical content of the whole database but for the logs; hashed anew only when something was written at all. */
  hash(): string {
    const changes = this.raw.prepare('select total_changes()').pluck().get() as number
    if (changes === this.#changes) return this.#hash
    const tables = this.raw
      .prepare("select name from sqlite_master where type = 'table' and name not like '%_grams%' order by name")
      .pluck()
      .all() as string[]
    const hash = createHash('sha256')
    for (const table of tables)
      if (!LOGS.includes(table))
        hash.update(table).update(JSON.stringify(this.raw.prepare(`select * from "${table}"`).raw().all()))
    this.#changes = changes
    this.#hash = hash.digest('hex')
    return this.#hash
  }

  /** Adds a person of the role, his teammate, and their records. */
  async subject(role: string, options: { records?: boolean } = {}): Promise<Subject> {
    const own = OWN_ROLES.find(({ key }) => key === role)
    const who = await this.office.person(`คน ${role}`, own ?? role, `team-${role}`)
    const mate = await this.office.person(`เพื่อน ${role}`, own ?? role, `team-${role}`)
    const records = {} as Subject['records']
    for (const kind of KINDS) records[kind] = {} as Record<Relation, string>
    if (options.records === false) return { role, who, mate, records }
    const owners: Record<Relation, string> = {
      own: who.id,
      team: mate.id,
      other: this.office.owner.id,
      through: this.office.owner.id,
      bin: who.id,
      otherBin: this.office.owner.id,
      none: '',
    }
    for (const kind of KINDS)
      for (const relation of RELATIONS) {
        if (relation === 'none') {
          records[kind].none = uuidv7()
          continue
        }
        const hangsOn = { own: 'own', team: 'team', other: 'other', through: 'own', bin: 'own', otherBin: 'other' } as const
        const id = await this.make(kind, owners[relation], records.customer[hangsOn[relation]])
        const { field, value } = flagOf(role, kind)
        if (FLAGGED.includes(relation)) await this.office.owner.update(kind, id, 1, { [field]: value })
        records[kind][relation] = id
        if (relation === 'bin' || relation === 'otherBin')
          await this.office.owner.post(`/api/records/${kind}/delete`, { ids: [id] })
      }
    return { role, who, mate, records }
  }

  /** Makes a record of the owner's making that belongs to somebody. */
  async make(kind: Kind, owner: string, customer: string): Promise<string> {
    const texts: string[] = []
    const text = () => {
      const made = canary()
      texts.push(made)
      return made
    }
    const number = () => {
      const made = canaryNumber()
      texts.push(made)
      return Number(made)
    }
    const e164 = () => {
      const made = canaryNumber()
      texts.push(made)
      return [phone(`+668${made}`)]
    }
    const values = valuesOf(kind, { text, number, e164, owner, customer, pipeline: await this.#pipeline() })
    const { id } = await this.office.owner.create(kind, values)
    this.canaries.set(id, { kind, id, texts })
    return id
  }

  #stage: Promise<{ pipeline: string; stage: string }> | undefined
  #pipeline() {
    this.#stage ??= this.office.owner.session().then(({ pipelines: [first] }) => ({
      pipeline: first?.id ?? '',
      stage: first?.stages[0]?.id ?? '',
    }))
    return this.#stage
  }

  close(): Promise<void> {
    return this.office.close()
  }
}

type Makers = {
  text: () => string
  number: () => number
  e164: () => object[]
  owner: string
  customer: string
  pipeline: { pipeline: string; stage: string }
}

/** Values for as many fields of a kind as a text or number can be told by. */
function valuesOf(kind: Kind, { text, number, e164, owner, customer, pipeline }: Makers): Record<string, unknown> {
  const person = () => ({ first: text(), last: text() })
  switch (kind) {
    case 'customer':
      return {
        name: company(text()),
        nameEn: text(),
        phones: e164(),
        lineId: text().toLowerCase(),
        needs: text(),
        notes: text(),
        tags: [text()],
        creditLimit: number() * 100,
        revenue: number() * 100,
        owner,
      }
    case 'contact':
      return {
        name: person(),
        phones: e164(),
        notes: text(),
        goodTime: text(),
        tags: [text()],
        customers: [{ id: 'l1', to: customer, position: text() }],
        owner,
      }
    case 'lead':
      return {
        name: person(),
        company: text(),
        interest: text(),
        phones: e164(),
        expectedAmount: number() * 100,
        status: 'new',
        notes: text(),
        owner,
      }
    case 'deal':
      return {
        name: text(),
        customer,
        ...pipeline,
        amount: number() * 100,
        purchaseOrder: text(),
        competitors: [text()],
        notes: text(),
        owner,
      }
    case 'activity':
      return {
        subject: text(),
        type: 'task',
        body: text(),
        place: text(),
        dueAt: '2026-11-25T03:00:00.000Z',
        about: [{ entity: 'customer', id: customer }],
        owner,
      }
  }
}
