import { homedir } from 'node:os'
import { basename, extname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from '../core/data-folder.ts'
import { AppError } from '../core/errors.ts'
import { type Answer, exportCommand, importCommand, searchCommand, undoCommand } from './commands.ts'
import { type Container, createContainer } from './container.ts'
import { createLog } from './log.ts'
import { SheetError } from './sheets/sheet-error.ts'
import { wordOf } from './words.ts'

const USAGE = `npm run samphan -- <command> [--data DIR] [--json]

  import FILE --as ENTITY [--map MAP.json] [--match FIELD,FIELD] [--on-match fill|update|skip] [--skip-bad-rows] [--dry-run]
  export ENTITY --to FILE.xlsx|FILE.csv
  search TEXT
  undo BATCH
  backup
  restore NAME

ENTITY is customer, contact, lead, deal or activity. MAP.json holds { "Header in the file": "field" | { "target": "field", "values": { "theirs": "ours" } } }.`

const OPTIONS = {
  as: { type: 'string' },
  to: { type: 'string' },
  map: { type: 'string' },
  match: { type: 'string' },
  'on-match': { type: 'string' },
  'skip-bad-rows': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  const [command, argument = ''] = positionals
  if (values.help || !command) return void process.stdout.write(`${USAGE}\n`)
  const dataFolder = resolve(values.data ?? defaultDataFolder({ platform: process.platform, home: homedir(), env: process.env }))
  const open = () => createContainer({ dataFolder, log: createLog(), scheduled: false, readers: 1 })
  const container = await open()
  let answer: Answer
  try {
    answer = await dispatch(container, command, argument, values)
  } finally {
    await container.close()
  }
  // A restore is swapped in when the office is opened the next time.
  if (command === 'restore') await (await open()).close()
  process.stdout.write(values.json ? `${JSON.stringify(answer.json)}\n` : `${answer.lines.join('\n')}\n`)
  process.exitCode = answer.failed ? 1 : 0
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

async function dispatch(container: Container, command: string, argument: string, values: Values): Promise<Answer> {
  switch (command) {
    case 'import':
      return importCommand(container, resolve(argument), basename(argument), {
        entity: values.as ?? '',
        dryRun: values['dry-run'] ?? false,
        skipBadRows: values['skip-bad-rows'] ?? false,
        ...(values.map && { map: values.map }),
        ...(values.match !== undefined && { match: values.match.split(',').filter(Boolean) }),
        ...(values['on-match'] && { onMatch: values['on-match'] }),
      })
    case 'export':
      return exportCommand(
        container,
        argument,
        resolve(values.to ?? `${argument}.xlsx`),
        extname(values.to ?? '.xlsx').toLowerCase() === '.csv' ? 'csv' : 'xlsx',
      )
    case 'search':
      return searchCommand(container, argument)
    case 'undo':
      return undoCommand(container, argument)
    case 'backup': {
      const run = await container.backups.run('manual')
      return { json: run, lines: [`${run.file} → ${run.folder}`] }
    }
    case 'restore': {
      const restored = await container.backups.restore(argument)
      return { json: restored, lines: [`${argument}: ${JSON.stringify(restored.counts)}; before: ${restored.savedAs}`] }
    }
    default:
      throw new AppError('request.invalid', { field: command })
  }
}

run().catch((error: unknown) => {
  const json = process.argv.includes('--json')
  const code = error instanceof AppError || error instanceof SheetError ? error.code : 'server.unexpected'
  const params = error instanceof AppError || error instanceof SheetError ? error.params : {}
  const text = error instanceof AppError || error instanceof SheetError ? wordOf('th', `error.${code}`, params) : String(error)
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, params, message: text } })}\n`)
  else process.stderr.write(`${text}\n${wordOf('en', `error.${code}`, params)}\n`)
  process.exitCode = 1
})
