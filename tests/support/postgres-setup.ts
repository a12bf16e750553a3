import { makeTemplate, POSTGRES, startPostgres } from './postgres.ts'

/** One PostgreSQL server for the whole run of the API tests on it. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres()
  try {
    await makeTemplate(server.url)
  } catch (error) {
    await server.stop()
    throw error
  }
  process.env[POSTGRES] = server.url
  return server.stop
}
