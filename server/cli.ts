import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from '../core/data-folder.ts'
import { AppError } from '../core/errors.ts'
import {
  type Answer,
  auditCommand,
  backupCommand,
  exportCommand,
  importCommand,
  restoreCommand,
  searchCommand,
  undoCommand,
} from './commands.ts'
import { type Container, createContainer } from './container.ts'
import { databaseCommand } from './database-command.ts'
import { databaseUrlOf } from './database-url.ts'
import { endSoon } from './end-soon.ts'
import { hostAnswer, switchHost } from './host-command.ts'
import { keepRunning, REFUSED, RESTART } from './keep-running.ts'
import { createLog } from './log.ts'
import { builtRenderer, productVersion } from './product.ts'
import { serve } from './serve.ts'
import { SheetError } from './sheets/sheet-error.ts'
import { wordOf } from './words.ts'

const USAGE = `npm run samphan -- <command> [--data DIR] [--json]

  import FILE --as ENTITY [--map MAP.json] [--match FIELD,FIELD] [--on-match fill|update|skip] [--skip-bad-rows] [--dry-run]
  export ENTITY --to FILE.xlsx|FILE.csv
  search TEXT
  undo BATCH
  backup
  restore NAME                               one of its own backups, or the path of one that lies elsewhere; also where there is no office yet.
                                             An encrypted one asks for its passphrase, or takes it from SAMPHAN_PASSPHRASE
  audit verify [--head ENTRIES:HASH]         whether the logs of changes and of access are as they were written
  db copy --from A --to B                    copies an office, compared table by table; A and B are a data folder and postgres://…, in either order
  host [--address A] [--port P] [--off]      shares the office with the house until it is stopped; a new office where there is none

ENTITY is customer, contact, lead, deal or activity. MAP.json holds { "Header in the file": "field" | null | { "target": "field", "values": { "theirs": "ours" } } }.
It ends with 0 when all was done, 1 when something was refused, and 2 when the command itself is wrong.`

const OPTIONS = {
  as: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  map: { type: 'string' },
  match: { type: 'string' },
  'on-match': { type: 'string' },
  'skip-bad-rows': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  address: { type: 'string' },
  port: { type: 'string' },
  off: { type: 'boolean' },
  head: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

/** What each command takes, and which options besides those of every command. */
const COMMANDS = {
  import: { argument: 'FILE', needs: ['as'], options: ['as', 'map', 'match', 'on-match', 'skip-bad-rows', 'dry-run'] },
  export: { argument: 'ENTITY', needs: [], options: ['to'] },
  search: { argument: 'TEXT', needs: [], options: [] },
  undo: { argument: 'BATCH', needs: [], options: [] },
  backup: { argument: undefined, needs: [], options: [] },
  restore: { argument: 'NAME', needs: [], options: [] },
  audit: { argument: 'verify', needs: [], options: ['head'] },
  db: { argument: 'copy', needs: ['from', 'to'], options: ['from', 'to'] },
  host: { argument: undefined, needs: [], options: ['address', 'port', 'off'] },
} as const
type Command = keyof typeof COMMANDS
const isCommand = (name: string): name is Command => name in COMMANDS
const FOR_ALL = ['data', 'json', 'help']

/** The command as it was typed, with what is wrong about it said before anything is opened. */
function parse(): { command: Command; argument: string; values: Values } | undefined {
  const { values, positionals } = parsed()
  const [command, ...rest] = positionals
  if (values.help || (command === undefined && !values.json)) return undefined
  if (command === undefined) throw new AppError('command.missing', { commands: Object.keys(COMMANDS).join(', ') })
  if (!isCommand(command)) throw new AppError('command.unknown', { name: command, commands: Object.keys(COMMANDS).join(', ') })
  const takes = COMMANDS[command]
  // A search may well be of several words that nobody put in quotes.
  const argument = command === 'search' ? rest.join(' ') : (rest[0] ?? '')
  if (takes.argument && argument.trim() === '') throw new AppError('command.argument', { command, missing: takes.argument })
  const surplus = rest[takes.argument ? 1 : 0]
  if (command !== 'search' && surplus !== undefined) throw new AppError('command.option', { option: surplus })
  for (const option of Object.keys(values))
    if (![...FOR_ALL, ...takes.options].includes(option)) throw new AppError('command.option', { option: `--${option}` })
  for (const option of takes.needs)
    if (!values[option]) throw new AppError('command.argument', { command, missing: `--${option}` })
  return { command, argument, values }
}

function parsed(): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const { message } = error as Error
    const option = message.match(/'(-[^' ]*)/)?.[1]
    if (option && /argument missing|ambiguous/.test(message)) throw new AppError('command.needs_value', { option })
    throw new AppError('command.option', { option: option ?? message })
  }
}

async function run(): Promise<void> {
  const typed = parse()
  if (!typed) return void process.stdout.write(`${USAGE}\n`)
  const { values } = typed
  const dataFolder = resolve(values.data ?? defaultDataFolder({ platform: process.platform, home: homedir(), env: process.env }))
  if (typed.command === 'host') return values.off || process.send ? host(dataFolder, values) : keepHosting()
  if (typed.command === 'db') return finish(await databaseCommand(typed.argument, values.from ?? '', values.to ?? ''), values)
  const database = databaseUrlOf(process.env)
  // A mistyped folder must not become a new, empty office.
  const isNew = typed.command === 'restore' && existsSync(join(resolve(typed.argument), 'manifest.json'))
  if (!isNew && !database.databaseUrl && !existsSync(join(dataFolder, 'samphan.db')))
    throw new AppError('command.no_office', { folder: dataFolder })
  const open = async () => {
    const opened = await createContainer({ dataFolder, ...database, log: createLog(), scheduled: false, readers: 1 })
    await opened.office.state.checked()
    // A command sees, backs up and exports whole imports only; where nothing can be written, they wait.
    if (!opened.office.state.reason) await opened.recovered()
    return opened
  }
  const container = await open()
  let answer: Answer
  try {
    answer = await dispatch(container, typed.command, typed.argument, values)
  } finally {
    await container.close()
  }
  // A restore is swapped in when the office is opened the next time.
  if (typed.command === 'restore') await (await open()).close()
  finish(answer, values)
}

function finish(answer: Answer, values: Values): void {
  process.stdout.write(values.json ? `${JSON.stringify(answer.json)}\n` : `${answer.lines.join('\n')}\n`)
  process.exitCode = answer.failed ? 1 : 0
}

/** The host's server is a process of its own, so that it is started again when a failing disk, or the like, ended it. */
async function keepHosting(): Promise<void> {
  let child: ChildProcess | undefined
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stopping = true
      child?.kill(signal)
    })
  const code = await keepRunning(
    async () => {
      child = fork(process.argv[1] as string, process.argv.slice(2))
      return child
    },
    () => stopping,
  )
  process.exitCode = code === REFUSED ? 1 : code
}

const TOKEN_LOOK_MS = 30_000

/** Unlike the others this command stays: it is the server of a machine without a display. */
async function host(dataFolder: string, values: Values): Promise<void> {
  if (values.off && !existsSync(join(dataFolder, 'samphan.db'))) throw new AppError('command.no_office', { folder: dataFolder })
  const show = async (answer: Promise<Answer>) => {
    const { json, lines } = await answer
    process.stdout.write(values.json ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`)
  }
  let stop: (code: number) => void = () => undefined
  const container = await createContainer({
    dataFolder,
    ...databaseUrlOf(process.env),
    log: createLog(),
    version: productVersion(import.meta.url),
    staticFolder: builtRenderer(import.meta.url),
    scheduled: !values.off,
    fatal: endSoon,
    restart: () => setTimeout(() => stop(RESTART), 300),
    setupTokenRenewed: () => void show(hostAnswer(container)),
  })
  try {
    await switchHost(container, { on: !values.off, address: values.address, port: values.port })
  } catch (error) {
    await container.close()
    throw error
  }
  if (values.off) {
    await show(hostAnswer(container))
    return container.close()
  }
  stop = (await serve(container, 0)).stop
  process.on('SIGTERM', () => stop(0))
  process.on('SIGINT', () => stop(0))
  // Who keeps it running is gone: nobody would start it again.
  process.once('disconnect', () => stop(0))
  await show(hostAnswer(container))
  // A token that is over is followed by another on the screen, not only when somebody asks.
  setInterval(() => container.host.setupToken.current(), TOKEN_LOOK_MS).unref()
}

function dispatch(
  container: Container,
  command: Exclude<Command, 'host' | 'db'>,
  argument: string,
  values: Values,
): Promise<Answer> {
  switch (command) {
    case 'import':
      return importCommand(container, argument, {
        entity: values.as ?? '',
        dryRun: values['dry-run'] ?? false,
        skipBadRows: values['skip-bad-rows'] ?? false,
        ...(values.map && { map: values.map }),
        ...(values.match !== undefined && { match: values.match.split(',').filter(Boolean) }),
        ...(values['on-match'] && { onMatch: values['on-match'] }),
      })
    case 'export':
      return exportCommand(container, argument, values.to ?? `${argument}.xlsx`, formatOf(values.to ?? '.xlsx'))
    case 'search':
      return searchCommand(container, argument)
    case 'undo':
      return undoCommand(container, argument)
    case 'backup':
      return backupCommand(container)
    case 'restore':
      return restoreCommand(container, argument)
    case 'audit':
      if (argument !== 'verify') throw new AppError('command.value', { option: 'audit', value: argument, allowed: 'verify' })
      return auditCommand(container, values.head)
  }
}

function formatOf(path: string): 'xlsx' | 'csv' {
  const extension = (path.startsWith('.') && !path.includes('/') ? path : extname(path)).toLowerCase()
  if (extension === '.xlsx') return 'xlsx'
  if (extension === '.csv') return 'csv'
  throw new AppError('command.value', { option: '--to', value: path, allowed: 'FILE.xlsx, FILE.csv' })
}

/** Refusals of a command that is well said. */
const OF_THE_OFFICE: ReadonlySet<string> = new Set(
  ['no_office', 'no_batch', 'no_backup', 'folder'].map((code) => `command.${code}`),
)

run().catch((error: unknown) => {
  const known = error instanceof AppError || error instanceof SheetError
  const code = known ? error.code : 'server.unexpected'
  const params = known ? error.params : {}
  const text = (lang: 'th' | 'en') => (known ? wordOf(lang, `error.${code}`, params) : String(error))
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ error: { code, params, message: text('th'), messageEn: text('en') } })}\n`)
  else process.stderr.write(`${[...new Set([text('th'), text('en')])].join('\n')}\n`)
  if (process.send) process.exitCode = REFUSED
  else process.exitCode = code.startsWith('command.') && !OF_THE_OFFICE.has(code) ? 2 : 1
})
