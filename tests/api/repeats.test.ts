import { expect, it } from 'vitest'
import { TestOffice } from '../support/test-office.ts'

it('a repeating task that is fulfilled by a log goes on as it was planned, once', async () => {
  const office = await TestOffice.open()
  try {
    const { owner } = office
    const task = await owner.create('activity', {
      subject: 'โทรทวงเช็ค',
      type: 'task',
      dueAt: '2026-11-20T02:00:00.000Z',
      remindAt: '2026-11-20T01:30:00.000Z',
      repeat: 'weekly',
    })
    const log = (completes: { id: string; version: number }) =>
      owner.post<{ id: string; repeatId: string | null }>('/api/activities/log', {
        activity: { subject: 'โทรแล้ว จะโอนพรุ่งนี้', type: 'call', outcome: 'answered' },
        completes,
      })
    const { repeatId } = await log({ id: task.id, version: 1 })
    expect(await owner.record('activity', task.id)).toMatchObject({ subject: 'โทรแล้ว จะโอนพรุ่งนี้', type: 'call' })
    const next = await owner.record('activity', repeatId ?? '')
    expect(next).toMatchObject({
      subject: 'โทรทวงเช็ค',
      type: 'task',
      dueAt: '2026-11-27T02:00:00.000Z',
      remindAt: '2026-11-27T01:30:00.000Z',
      repeat: 'weekly',
    })
    expect(next.doneAt).toBeUndefined()
    // What is done already is corrected, not repeated.
    expect((await log({ id: task.id, version: 2 })).repeatId).toBeNull()
    expect((await owner.list('activity')).rows).toHaveLength(2)
  } finally {
    await office.close()
  }
})
