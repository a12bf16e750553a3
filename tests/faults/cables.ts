import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const PREFIX = 'samphan-'
const run = (...command: string[]): string => execFileSync(command[0] as string, command.slice(1), { stdio: 'pipe' }).toString()

/** Why this machine can have no network of its own; undefined where it can. */
export function cablesMissing(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a network of its own takes root on Linux'
  const probe = `${PREFIX}${process.pid}-probe`
  for (const command of [`ip netns add ${probe}`, `ip netns exec ${probe} nft list ruleset`, `ip netns del ${probe}`]) {
    const [program = '', ...args] = command.split(' ')
    const { status, stderr, error } = spawnSync(program, args)
    if (status !== 0) return `a network of its own cannot be made here: ${error?.message ?? String(stderr).trim()}`
  }
  return undefined
}

/** A network beside this machine’s: PCs of a name each on one switch, whose cables can be pulled and can lose packets. It all goes with `remove`. */
export class Cables {
  readonly #pid: number

  /** @param pid of the program that made the network; a program inside it names the one that it was told */
  constructor(pid = process.pid) {
    this.#pid = pid
  }

  /** Makes the network, and takes away what a run that was killed has left. */
  make(pcs: readonly string[]): void {
    sweep()
    this.#add('switch')
    run(...this.inside('switch', 'ip', 'link', 'add', 'switch', 'type', 'bridge', 'mcast_snooping', '0'))
    run(...this.inside('switch', 'ip', 'link', 'set', 'switch', 'up'))
    for (const pc of pcs) {
      this.#add(pc)
      run(...this.inside('switch', 'ip', 'link', 'add', pc, 'type', 'veth', 'peer', 'name', 'cable', 'netns', this.#name(pc)))
      run(...this.inside('switch', 'ip', 'link', 'set', pc, 'master', 'switch', 'up'))
      run(...this.inside(pc, 'ip', 'link', 'set', 'cable', 'up'))
    }
  }

  /** A command, to be run on that PC. */
  inside(pc: string, ...command: string[]): string[] {
    return ['ip', 'netns', 'exec', this.#name(pc), ...command]
  }

  /**
   * Starts a program of Node on that PC; what it writes to stderr is shown.
   * @param wrapper a command that runs it
   */
  node(pc: string, program: string, args: readonly string[], wrapper: readonly string[] = []): ChildProcess {
    const [command = '', ...rest] = this.inside(pc, ...wrapper, process.execPath, program, ...args)
    return spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
  }

  /** Gives a PC these addresses (`10.77.1.20/24`) instead of those it had. What is not beside it goes to nobody. */
  address(pc: string, ...addresses: string[]): void {
    run(...this.inside(pc, 'ip', 'addr', 'flush', 'dev', 'cable', 'scope', 'global'))
    for (const address of addresses) run(...this.inside(pc, 'ip', 'addr', 'add', address, 'dev', 'cable'))
    run(...this.inside(pc, 'ip', 'route', 'replace', 'default', 'dev', 'cable', 'metric', '100'))
  }

  /** A second card that leads nowhere and that the system takes for whatever has no way of its own, as those of virtual machines and tunnels. */
  addCard(pc: string): void {
    run(...this.inside(pc, 'ip', 'link', 'add', 'card', 'type', 'veth', 'peer', 'name', 'nowhere'))
    run(...this.inside(pc, 'ip', 'addr', 'add', '10.78.0.1/24', 'dev', 'card'))
    for (const end of ['card', 'nowhere']) run(...this.inside(pc, 'ip', 'link', 'set', end, 'up'))
    run(...this.inside(pc, 'ip', 'route', 'add', 'default', 'dev', 'card'))
  }

  /** Pulls a PC’s cable at the switch, or plugs it in. */
  plug(pc: string, state: 'up' | 'down'): void {
    run(...this.inside('switch', 'ip', 'link', 'set', pc, state))
  }

  /**
   * From now on a PC loses what the rules of nft say and nothing else.
   * @param rules by direction, for example `{ input: 'udp dport 5353 drop' }`
   */
  filter(pc: string, rules: { input?: string; output?: string } = {}): void {
    const chains = Object.entries(rules).map(
      ([hook, rule]) =>
        `chain ${hook} {\ntype filter hook ${hook} priority 0\n${hook === 'input' ? 'iifname' : 'oifname'} "lo" accept\n${rule}\n}\n`,
    )
    const table = `table inet faults {}\ndelete table inet faults\ntable inet faults {\n${chains.join('')}}\n`
    run(...this.inside(pc, 'nft', table))
  }

  remove(): void {
    for (const name of namespaces()) if (name.startsWith(`${PREFIX}${this.#pid}-`)) discard(name)
  }

  #name(pc: string): string {
    return `${PREFIX}${this.#pid}-${pc}`
  }

  #add(pc: string): void {
    run('ip', 'netns', 'add', this.#name(pc))
    run(...this.inside(pc, 'ip', 'link', 'set', 'lo', 'up'))
    // A PC that gets an address tells the others, as they do that ask a router for theirs.
    run(...this.inside(pc, 'sysctl', '-qw', 'net.ipv4.conf.all.arp_notify=1', 'net.ipv4.conf.default.arp_notify=1'))
  }
}

/**
 * Runs a part of the tests on a PC of a network, and reads its last line, which is JSON.
 * @throws Error when it ends otherwise
 */
async function runOn<T>(
  cables: Cables,
  pc: string,
  program: string,
  args: readonly string[],
  wrapper: readonly string[] = [],
): Promise<T> {
  const child = cables.node(pc, program, args, wrapper)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const said = await text(child.stdout!)
  const code = await ended
  if (code !== 0) throw new Error(`${program} ended with code ${code}`)
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as T
}

type OnCables = { name: string; pcs: readonly string[]; args: readonly string[]; wrapper?: readonly string[] }

/** A part in a network of its own, run on the first of its PCs; undefined, with the reason told, where there can be none. */
export async function onCables<T>({ name, pcs, args, wrapper }: OnCables): Promise<T | undefined> {
  const missing = cablesMissing()
  if (missing) {
    console.log(`skipped ${name}: ${missing}`)
    return undefined
  }
  const cables = new Cables()
  try {
    cables.make(pcs)
    const program = join(import.meta.dirname, `${name}.ts`)
    return await runOn<T>(cables, pcs[0] as string, program, [String(process.pid), ...args], wrapper)
  } finally {
    cables.remove()
  }
}

const namespaces = (): string[] =>
  run('ip', 'netns', 'list')
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name.startsWith(PREFIX))

/** Ends what still runs in a namespace, which goes with it. */
function discard(name: string): void {
  for (const pid of run('ip', 'netns', 'pids', name).split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
  }
  run('ip', 'netns', 'del', name)
}

function sweep(): void {
  for (const name of namespaces()) {
    try {
      process.kill(Number(name.split('-')[1]), 0)
    } catch {
      discard(name)
    }
  }
}
