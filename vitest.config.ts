import { defineConfig } from 'vitest/config'

const folders = ['architecture', 'unit', 'db', 'api']

export default defineConfig({
  test: {
    // Processes, not threads: the native database and the server's own worker threads stay apart from one test file to the next.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    projects: [
      ...folders.map((name) => ({
        extends: true as const,
        test: { name, include: [`tests/${name}/**/*.test.ts`, `tests/${name}/**/*.test.tsx`] },
      })),
      {
        extends: true as const,
        test: {
          name: 'api on PostgreSQL',
          include: ['tests/api/**/*.test.ts', 'tests/postgres/**/*.test.ts'],
          globalSetup: 'tests/support/postgres-setup.ts',
        },
      },
    ],
  },
})
