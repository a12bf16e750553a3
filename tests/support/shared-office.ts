import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostStatus } from '../../core/contract/host.ts'
import { buildApp } from '../../server/app.ts'
import type { OwnAddress } from '../../server/lan/private-address.ts'
import { freePorts, LanDevice, type LanReply } from './lan.ts'
import { PASSWORD, type Reply, TestOffice } from './test-office.ts'

/** A real office shared by TLS on loopback, with a device of the house beside it. What this PC's network is, the test says. */
export class SharedOffice {
  office!: TestOffice
  port!: number
  network: OwnAddress[] = [{ interface: 'wifi', address: '192.168.1.20', family: 'IPv4' }]
  /** Some other device of the house, which trusts the office. */
  device!: LanDevice

  static async open(): Promise<SharedOffice> {
    const shared = new SharedOffice()
    shared.office = await TestOffice.open({ addresses: () => shared.network })
    shared.port = await freePorts()
    await shared.start()
    const reply = await shared.share()
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
    shared.device = new LanDevice(shared.port, shared.authority)
    return shared
  }

  get host() {
    return this.office.container.host
  }

  /** The office's authority, as another device comes to trust it. */
  get authority(): string {
    return /-----BEGIN CERTIFICATE[\s\S]*/.exec(readFileSync(join(this.office.folder, 'data/lan/office.pem'), 'utf8'))?.[0] ?? ''
  }

  start(): Promise<void> {
    return this.host.start((door) => buildApp(this.office.container, door))
  }

  async restart(): Promise<void> {
    await this.host.stop()
    await this.office.stop()
    await this.office.start()
    await this.start()
  }

  async close(): Promise<void> {
    await this.host.stop()
    await this.office.close()
  }

  share(more: object = {}): Promise<Reply> {
    return this.office.owner.request('PUT', '/api/host', { on: true, address: '127.0.0.1', port: this.port, ...more })
  }

  status(): Promise<HostStatus> {
    return this.office.owner.get<HostStatus>('/api/host')
  }

  /** An admin of the office signs in from the other device. */
  async signIn(): Promise<LanReply> {
    const admin = await this.office.person('แอน', 'admin')
    const reply = await this.device.ask('POST', '/api/session', { userId: admin.id, password: PASSWORD })
    if (reply.status !== 200) throw new Error(reply.text)
    return reply
  }
}
