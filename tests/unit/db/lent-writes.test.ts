import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../core/errors.ts'
import { SqliteConnection } from '../../../server/db/sqlite-connection.ts'
import { WriteQueue } from '../../../server/db/write-queue.ts'

describe('the right to write, lent to a connection of somebody’s own', () => {
  let folder: string
  let connection: SqliteConnection
  let own: SqliteConnection
  let writes: WriteQueue
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'samphan-lent-'))
    connection = new SqliteConnection(join(folder, 'office.db'))
    own = new SqliteConnection(join(folder, 'office.db'))
    writes = new WriteQueue(connection)
    connection.runNow('create table told (by text)')
  })
  afterEach(() => {
    own.close()
    connection.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const tell = (by: string) => writes.run((tx) => tx.run('insert into told values (?)', [by]))
  const told = () => connection.allNow<{ by: string }>('select by from told order by rowid').map((row) => row.by)

  it('lets nobody else write until it is given back', async () => {
    let giveBack = () => {}
    const slice = writes.lendInTime(async () => {
      own.runNow('begin immediate')
      own.runNow("insert into told values ('import')")
      await new Promise<void>((resolve) => {
        giveBack = resolve
      })
      own.runNow('commit')
    })
    await new Promise((resume) => setImmediate(resume))
    const save = tell('seller')
    await new Promise((resume) => setImmediate(resume))
    giveBack()
    await Promise.all([slice, save])
    expect(told()).toEqual(['import', 'seller'])
  })

  it('takes its turn: whoever asked before has written', async () => {
    const order: string[] = []
    let goOn = () => {}
    const gate = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const first = writes.run(() => gate).then(() => order.push('first'))
    const slice = writes.lendInTime(async () => order.push('import'))
    await new Promise((resume) => setImmediate(resume))
    const last = tell('last').then(() => order.push('last'))
    goOn()
    await Promise.all([first, slice, last])
    expect(order).toEqual(['first', 'import', 'last'])
  })

  it('is lent again for what a full disk took back, once there is room', async () => {
    let asked = 0
    const slice = writes.lendInTime(async () => {
      asked += 1
      if (asked === 1) throw new AppError('disk.full')
    })
    await new Promise((resume) => setImmediate(resume))
    expect(writes.state.reason).toBe('disk.full')
    await expect(tell('seller')).rejects.toMatchObject({ code: 'disk.full' })
    writes.state.end('disk.full')
    await slice
    expect(asked).toBe(2)
  })

  it('has the log left to it for as long as it goes on', async () => {
    const longLog = () => (own.raw.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }])[0]
    connection.close()
    connection = new SqliteConnection(join(folder, 'office.db'), { logPages: 1 })
    writes = new WriteQueue(connection)
    await writes.leavingLog(async () => {
      await tell('seller')
      await writes.idle()
      const { log, checkpointed } = longLog()
      expect(log).toBeGreaterThan(checkpointed)
    })
    await tell('seller')
    await writes.idle()
    const { log, checkpointed } = longLog()
    expect(checkpointed).toBe(log)
  })
})
