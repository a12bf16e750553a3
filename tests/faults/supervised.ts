import type { ChildProcess } from 'node:child_process'
import { type ServerReady, serverReady, spawnServer, stopServer } from '../../scripts/server-child.ts'
import { Client } from '../bench/http-client.ts'

export const TOKEN = 'token-of-the-fault-tests'

/** The built server on a data folder that is killed and started again at the same place, as whoever keeps it running would. */
export class Supervised {
  readonly dataFolder: string
  child!: ChildProcess
  port = 0
  /** Milliseconds from each start to the server's word that it listens. */
  readonly readyMs: number[] = []

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder
  }

  /** Begins a start without waiting for its end. */
  spawn(nodeOptions: readonly string[] = []): Promise<ServerReady> {
    this.child = spawnServer({
      dataFolder: this.dataFolder,
      port: this.port,
      demo: false,
      token: TOKEN,
      built: true,
      nodeOptions,
    })
    this.child.setMaxListeners(0)
    return serverReady(this.child)
  }

  /** @param nodeOptions for Node itself, before the server's own */
  async start(nodeOptions: readonly string[] = []): Promise<void> {
    const from = performance.now()
    this.port = (await this.spawn(nodeOptions)).port
    this.readyMs.push(performance.now() - from)
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGKILL')
    await ended
  }

  stop(): Promise<void> {
    return stopServer(this.child)
  }

  client(port = this.port): Client {
    return new Client(port, { 'x-samphan-token': TOKEN, 'accept-language': 'th' })
  }

  /** Founds the office and closes it again. */
  async found(): Promise<void> {
    await this.start()
    await this.client().json({
      method: 'POST',
      path: '/api/setup',
      body: { company: { name: 'ไฟดับบ่อย' }, language: 'th', ownerName: 'เอก' },
    })
  }
}
