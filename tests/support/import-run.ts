import type { ImportDefinition, ImportRun, PlannedRow } from '../../core/contract/imports.ts'
import type { Person } from './test-office.ts'

/** Waits until an import left the states in which it works. */
export async function settled(person: Person, id: string): Promise<ImportRun> {
  for (;;) {
    const run = await person.get<ImportRun>(`/api/imports/${id}`)
    if (run.state !== 'checking' && run.state !== 'applying') return run
    await new Promise((resume) => setTimeout(resume, 20))
  }
}

/** Uploads a file and takes the guessed mapping as it comes, but for the changes given. */
export async function checkImport(
  person: Person,
  entity: string,
  fileName: string,
  content: string | Buffer,
  change: (definition: ImportDefinition, run: ImportRun) => Partial<ImportDefinition> = () => ({}),
): Promise<ImportRun> {
  const uploaded = await person.upload(entity, fileName, content)
  if (uploaded.status !== 200) throw new Error(`upload answered ${uploaded.status} ${JSON.stringify(uploaded.body)}`)
  const run = uploaded.body as unknown as ImportRun
  await person.post(`/api/imports/${run.id}/check`, { ...run.definition, ...change(run.definition, run) })
  return settled(person, run.id)
}

/** Writes what a dry run staged and waits for its end. */
export async function applyImport(person: Person, run: ImportRun): Promise<ImportRun> {
  await person.post(`/api/imports/${run.id}/apply`)
  return settled(person, run.id)
}

export async function plannedRows(person: Person, run: ImportRun, action?: string): Promise<PlannedRow[]> {
  return (await person.get<{ rows: PlannedRow[] }>(`/api/imports/${run.id}/rows?limit=200${action ? `&action=${action}` : ''}`))
    .rows
}

/** Maps the column of a header to a target (or to nothing), with its own words and dates. */
export function map(
  definition: ImportDefinition,
  run: ImportRun,
  changes: Record<string, Partial<ImportDefinition['columns'][number]>>,
): ImportDefinition['columns'] {
  return definition.columns.map((column) => ({ ...column, ...changes[run.columns[column.column]?.header ?? ''] }))
}
