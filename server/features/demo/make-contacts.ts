import type { PhoneItem } from '../../../core/fields/values.ts'
import type { Segment } from './company-words.ts'
import type { World } from './make-customers.ts'
import { makePerson } from './make-names.ts'
import { type ContactLink, type PlannedContact, type PlannedCustomer, SIZES } from './plan.ts'
import { Random } from './random.ts'
import { GOOD_TIMES } from './sales-words.ts'

type Job = readonly [position: string, role: string | undefined]

/** Jobs in the order in which a firm usually has somebody for them; each with the part its holder plays in buying. */
const FIRM_JOBS: readonly Job[] = [
  ['เจ้าหน้าที่จัดซื้อ', 'influences'],
  ['กรรมการผู้จัดการ', 'decides'],
  ['หัวหน้าช่างซ่อมบำรุง', 'uses'],
  ['ฝ่ายบัญชี', 'pays'],
  ['ผู้จัดการโรงงาน', 'influences'],
  ['วิศวกรโครงการ', 'uses'],
  ['ผู้จัดการฝ่ายจัดซื้อ', 'blocks'],
  ['ธุรการ', undefined],
]
const JOBS: Partial<Record<Segment, readonly Job[]>> = {
  shrimp: [
    ['เจ้าของฟาร์ม', 'decides'],
    ['ผู้เลี้ยงกุ้ง', 'uses'],
    ['ผู้จัดการฟาร์ม', 'influences'],
    ['บัญชี', 'pays'],
    ['หัวหน้าคนงานบ่อ', 'uses'],
  ],
  farm: [
    ['เจ้าของสวน', 'decides'],
    ['ผู้จัดการไร่', 'influences'],
    ['บัญชี', 'pays'],
    ['ช่างระบบน้ำ', 'uses'],
  ],
  shop: [
    ['เจ้าของร้าน', 'decides'],
    ['หลงจู๊', 'influences'],
    ['คนขับรถส่งของ', undefined],
    ['บัญชี', 'pays'],
  ],
  food: [
    ['เจ้าของร้าน', 'decides'],
    ['ผู้จัดการร้าน', 'influences'],
    ['ช่างประจำร้าน', 'uses'],
  ],
  school: [
    ['ผู้อำนวยการโรงเรียน', 'decides'],
    ['ครูพัสดุ', 'influences'],
    ['นักการภารโรง', 'uses'],
    ['เจ้าหน้าที่การเงิน', 'pays'],
  ],
  government: [
    ['นายก', 'decides'],
    ['เจ้าหน้าที่พัสดุ', 'influences'],
    ['ผู้อำนวยการกองช่าง', 'uses'],
    ['ปลัด', 'blocks'],
    ['เจ้าหน้าที่การคลัง', 'pays'],
  ],
  home: [
    ['ผู้จัดการนิติบุคคล', 'influences'],
    ['ประธานกรรมการหมู่บ้าน', 'decides'],
    ['ช่างอาคาร', 'uses'],
  ],
}

/** The people at the demo's customers, oldest first. Each customer's list of contacts is filled on the way. */
export function planContacts(world: World, customers: readonly PlannedCustomer[]): PlannedContact[] {
  const random = new Random('contacts')
  const planned = seats(random, customers).map(({ customer, seat }) => makeContact(random, world, customers, customer, seat))
  planned.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  for (const [place, contact] of planned.entries())
    for (const link of contact.links) if (!link.until) customers[link.customer]?.contacts.push(place)
  return planned
}

/** So many people for each firm that there are 4,000 in all: large customers have more of them. */
function seats(random: Random, customers: readonly PlannedCustomer[]): { customer: number; seat: number }[] {
  const firms = customers.map((customer, at) => ({ customer, at })).filter(({ customer }) => !customer.isPerson)
  const counts = new Map(firms.map(({ at }) => [at, 1]))
  const weights = firms.map(({ customer, at }) => [at, customer.grade === 'A' ? 5 : customer.grade === 'B' ? 2.5 : 1] as const)
  const wheel = weights.flatMap(([at, weight]) => Array.from({ length: Math.ceil(weight * 2) }, () => at))
  for (let left = SIZES.contacts - firms.length; left > 0; ) {
    const at = random.pick(wheel)
    const count = counts.get(at) ?? 0
    if (count >= 8) continue
    counts.set(at, count + 1)
    left -= 1
  }
  return [...counts].flatMap(([customer, count]) => Array.from({ length: count }, (_, seat) => ({ customer, seat })))
}

function makeContact(
  random: Random,
  world: World,
  customers: readonly PlannedCustomer[],
  at: number,
  seat: number,
): PlannedContact {
  const customer = customers[at] as PlannedCustomer
  const { name, nick, latin } = makePerson(random)
  const jobs = JOBS[customer.segment] ?? FIRM_JOBS
  const [position, role] = (seat < jobs.length ? jobs[seat] : random.pick(FIRM_JOBS)) as Job
  const day = seat === 0 || random.chance(0.6) ? customer.day : random.whole(customer.day, -1)
  const links: ContactLink[] = [{ customer: at, position, ...(role && random.chance(0.85) && { role }) }]
  addOtherFirm(random, world, customers, links, day)
  const office = (customer.values.phones as PhoneItem[] | undefined)?.find((phone) => phone.type === 'office')
  const phones: PhoneItem[] = random.chance(0.9) ? [{ id: 'p1', e164: world.numbers.mobile(), type: 'mobile' }] : []
  if (office && (phones.length === 0 || random.chance(0.2)))
    phones.push({ id: 'p2', e164: office.e164, type: 'office', ext: String(random.whole(11, 480)) })
  return {
    day,
    at: links.reduce(
      (at, link) => world.time.after(at, customers[link.customer]?.at ?? at, seat + 1),
      day === customer.day ? customer.at : world.time.moment(random, day),
    ),
    actor: customer.actor,
    nick,
    links,
    values: {
      name,
      ...(phones.length > 0 && { phones }),
      ...(random.chance(0.55) && { lineId: world.numbers.lineId(random, latin) }),
      ...(random.chance(0.16) && { emails: [{ id: 'e1', address: `${latin}.${at}.${seat}@example.com` }] }),
      ...(random.chance(0.08) && { goodTime: random.pick(GOOD_TIMES) }),
      ...(random.chance(0.06) && { birthday: world.time.date(-random.whole(24 * 365, 62 * 365)) }),
      ...(random.chance(0.02) && { doNotContact: ['phone'] }),
    },
  }
}

/** Some buy for two firms; some worked for another one before. */
function addOtherFirm(
  random: Random,
  world: World,
  customers: readonly PlannedCustomer[],
  links: ContactLink[],
  day: number,
): void {
  const roll = random.next()
  if (roll > 0.05) return
  const other = random.whole(0, Math.min(customers.length, 600) - 1)
  const customer = customers[other]
  if (!customer || customer.isPerson || customer.day >= day || other === links[0]?.customer) return
  if (roll < 0.03) links.push({ customer: other, position: 'ที่ปรึกษาจัดซื้อ', role: 'influences' })
  else
    links.push({
      customer: other,
      position: 'ฝ่ายจัดซื้อ',
      from: world.time.date(customer.day - 900),
      until: world.time.date(day - 30),
    })
}
