import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeviceState } from '../../core/contract/host.ts'
import { TestOffice } from '../support/test-office.ts'

type Step =
  | { kind: 'join'; code: boolean }
  | { kind: 'decide'; which: number; state: 'approved' | 'refused' | 'revoked' }
  | { kind: 'wait'; hours: number }

const step = fc.oneof(
  fc.record({ kind: fc.constant('join' as const), code: fc.boolean() }),
  fc.record({
    kind: fc.constant('decide' as const),
    which: fc.nat(7),
    state: fc.constantFrom('approved' as const, 'refused' as const, 'revoked' as const),
  }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 11, 25) }),
)

/** What must hold of a device, said once more without a database. */
type Known = { id: string; secret: string; state: DeviceState; askedAt: number }
const FOLLOWS: Record<string, DeviceState> = { approved: 'waiting', refused: 'waiting', revoked: 'approved' }
const DAY_MS = 24 * 3_600_000

describe('whatever is asked and answered in whatever order', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  async function run(steps: Step[]): Promise<void> {
    const { devices, host } = office.container
    await office.container.office.writeAlone((tx) => tx.run('delete from device'))
    let known: Known[] = []
    for (const now of steps) {
      if (now.kind === 'wait') office.now = new Date(office.now.getTime() + now.hours * 3_600_000)
      if (now.kind === 'join') {
        const secret = randomBytes(32).toString('base64url')
        const code = now.code ? { code: office.container.code.current().value } : {}
        const { id, state } = await devices.join({ name: 'โต๊ะ', platform: 'windows', secret, address: '10.0.0.9', ...code })
        known.push({ id, secret, state, askedAt: office.now.getTime() })
        expect(state).toBe(now.code ? 'approved' : 'waiting')
      }
      const device = now.kind === 'decide' ? known[now.which] : undefined
      if (now.kind === 'decide' && device) {
        const may = FOLLOWS[now.state] === device.state
        const decided = devices.decide(office.owner.id, device.id, now.state)
        if (may) await decided
        else await expect(decided).rejects.toMatchObject({ code: 'device.not_found' })
        if (may) device.state = now.state
      }
      // Those who asked a day ago and were not answered are forgotten when the next one asks.
      for (const each of known) {
        const admitted = await devices.admit(`${each.id}.${each.secret}`).then(
          () => true,
          () => false,
        )
        expect(admitted, `${each.state} was ${admitted ? '' : 'not '}let in`).toBe(each.state === 'approved')
      }
      if (now.kind === 'join')
        known = known.filter(({ state, askedAt }) => state !== 'waiting' || office.now.getTime() - askedAt < DAY_MS)
      const shown = (await host.status()).devices
      expect(shown.every((each) => each.state === 'approved' || each.state === 'waiting')).toBe(true)
      expect(shown.filter((each) => each.state === 'approved')).toHaveLength(
        known.filter((each) => each.state === 'approved').length,
      )
    }
  }

  it('lets in exactly the devices that were approved and not shut out since', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), run), { numRuns: 60 })
  })
})
