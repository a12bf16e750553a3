import { describe, expect, it } from 'vitest'
import { cablesMissing, onCables } from '../faults/cables.ts'
import { corruption, isFound } from '../faults/corruption.ts'
import { cuts } from '../faults/cuts.ts'
import { editors } from '../faults/editors.ts'
import { kills } from '../faults/kills.ts'
import { isClean } from '../faults/ledger.ts'
import { isBackInTime, type NetworkFigures } from '../faults/network.ts'
import { powerCut } from '../faults/power-cut.ts'
import { straceMissing } from '../support/strace.ts'

const SEED = 'short'
const missing = straceMissing()
if (missing) console.log(`skipped: ${missing}`)
const noCables = cablesMissing()
if (noCables) console.log(`skipped: ${noCables}`)

/** The short set of `npm run faults`. */
describe('nothing that was acknowledged is lost or done twice', { timeout: 120_000 }, () => {
  it('when the server is killed while people write', async () => {
    const figures = await kills({ seed: SEED, kills: 3, clients: 20, between: 60 })
    expect(figures).toMatchObject({
      kills: 3,
      imports: 1,
      importsWrong: 0,
      lost: 0,
      doubled: 0,
      brokenChains: 0,
      filesWrong: 0,
      integrity: 'ok',
    })
    expect(Math.max(...figures.readyMs)).toBeLessThan(10_000)
  })

  it.skipIf(missing !== undefined)('when the power fails at any instant, as the engine’s own setting would lose it', async () => {
    const figures = await powerCut({ seed: SEED, states: 30, writes: 60 })
    expect(figures).toMatchObject({ states: 30, lossy: 0, corrupt: 0, doubled: 0, examples: [] })
    const control = await powerCut({ seed: SEED, states: 30, writes: 60, withoutSync: true })
    expect(control.lossy).toBeGreaterThan(0)
  })

  it('when many change the same records', async () => {
    const figures = await editors({ seed: SEED, clients: 10, records: 5, seconds: 3 })
    expect(isClean(figures), JSON.stringify(figures)).toBe(true)
    expect(figures.stale).toBeGreaterThan(0)
  })

  it('when the network is cut before, during and after a write', async () => {
    const figures = await cuts({ seed: SEED, cuts: 12, clients: 5 })
    expect(isClean(figures), JSON.stringify(figures)).toBe(true)
    expect(Object.values(figures.byPlace)).toEqual([2, 2, 2, 2, 2, 2])
  })

  it.skipIf(noCables !== undefined)('when the cable between windows and host is pulled', async () => {
    const figures = await onCables<NetworkFigures>({ name: 'network', pcs: ['host', 'window'], args: [SEED, '1', '5'] })
    expect(figures && isBackInTime(figures), JSON.stringify(figures)).toBe(true)
    expect(figures?.outS.longest).toBeGreaterThan(0)
  })

  it('when files are damaged: it is said, and the damaged file stays as it is', async () => {
    const figures = await corruption({ seed: SEED, cases: 10 })
    expect(isFound(figures), JSON.stringify(figures)).toBe(true)
    expect(figures.byTarget).toMatchObject({ attachment: { whenRead: 2 }, backup: { refused: 2 } })
  })
})
