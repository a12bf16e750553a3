import { findPostgres } from '../../scripts/postgres-binary.ts'
import { makeTemplate, POSTGRES, startPostgres } from './postgres.ts'

/** One PostgreSQL server for the whole run of the API tests on it. */
export async function setup(): Promise<() => Promise<void>> {
  const found = findPostgres()
  if ('missing' in found) throw new Error(found.missing)
  const server = await startPostgres()
  try {
    await makeTemplate(server.url)
  } catch (error) {
    await server.stop()
    throw error
  }
  process.env[POSTGRES] = server.url
  return async () => {
    await server.stop()
    // The package that runs the server ends this process by itself, with 0 whatever the tests came to.
    const { exitCode } = process
    process.once('exit', () => {
      if (exitCode) process.exitCode = exitCode
    })
  }
}
