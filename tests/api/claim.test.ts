import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { type Container, createContainer } from '../../server/container.ts'
import { createLog } from '../../server/log.ts'
import { freePorts, LanDevice } from '../support/lan.ts'

describe('an office that nobody owns, reached over the network', () => {
  let folder: string
  let container: Container
  let phone: LanDevice
  const body = { company: { name: 'ปั๊มไทยรุ่งเรือง' }, language: 'th', ownerName: 'แอน' }
  const claim = (more: object, by = phone) => by.ask<{ code?: string }>('POST', '/api/setup', { ...body, ...more })
  const token = () => container.host.setupToken.current().value
  let another: () => LanDevice

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samphan-claim-'))
    container = await createContainer({ dataFolder: folder, log: createLog('silent'), scheduled: false, readers: 1 })
    const port = await freePorts()
    await container.host.set({ on: true, address: '127.0.0.1', port })
    await container.host.start((door) => buildApp(container, door))
    const ca = (await readFile(join(folder, 'lan/office.pem'), 'utf8')).replace(/[\s\S]*(?=-----BEGIN CERT)/, '')
    another = () => new LanDevice(port, ca)
    phone = another()
  })
  afterEach(async () => {
    await container.host.stop()
    await container.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('says that it takes the host’s token, and becomes nobody’s without it', async () => {
    expect((await phone.ask('GET', '/api/session')).body).toMatchObject({ state: 'setup', claim: true })
    for (const wrong of [undefined, '', 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A', token().slice(0, -1)])
      expect((await claim({ password: 'ปลาทูสามตัว', ...(wrong !== undefined && { token: wrong }) })).body.code).toBe('setup.token')
    expect((await claim({ token: token() })).body.code).toBe('request.invalid')
    expect((await claim({ token: token(), password: 'password1234' })).body.code).toBe('password.weak')
    expect(await container.office.connection.all('select 1 from "user"')).toHaveLength(0)
  })

  it('becomes his who has the token, signed in and with a password; the token is good for nothing then', async () => {
    const value = token()
    expect((await claim({ token: value, password: 'ปลาทูสามตัว' })).status).toBe(200)
    expect((await phone.ask('GET', '/api/session')).body).toMatchObject({ state: 'ready', admin: true })
    expect((await claim({ token: value, password: 'ปลาทูสามตัว' }, another())).body.code).toBe('setup.done')
    expect((await another().ask('GET', '/api/session')).body).toMatchObject({ state: 'sign-in' })
  })

  it('has one owner, however many try at once', async () => {
    const value = token()
    const replies = await Promise.all(Array.from({ length: 20 }, () => claim({ token: value, password: 'ปลาทูสามตัว' }, another())))
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1)
    expect(await container.office.connection.all('select 1 from "user"')).toHaveLength(1)
  })
})
