import { defineConfig } from 'vitest/config'
import { builtPrograms } from './tests/support/built-programs.ts'

const folders = ['architecture', 'unit', 'db', 'api']
/** What only a SQLite file has: damage, locks, unclean stops, full and failing disks, the copy of a file, tampering; and what counts its changes. */
const OF_THE_FILE = [
  'audit-chain',
  'authorisation-fields',
  'authorisation-matrix',
  'backup',
  'backup-encrypted',
  'command-line',
  'damaged-sign-in',
  'database',
  'disk-failed',
  'disk-full',
  'first-restore',
  'foreign-ids',
  'fuzz',
  'kill',
  'look-into-backup',
  'lost-saves',
  'sealed-secrets',
  'unclean-stop',
].map((name) => `tests/api/${name}.test.ts`)

export default defineConfig({
  test: {
    // Processes, not threads: the native database and the server's own worker threads stay apart from one test file to the next.
    pool: 'forks',
    maxWorkers: 2,
    // A broken wait is told apart from a slow machine by what a test waits for, not by how long it takes.
    testTimeout: 60_000,
    // An office is founded, or a server started, before the first test of a file: on a busy machine that takes its time.
    hookTimeout: 60_000,
    projects: [
      ...folders.map((name) => ({
        extends: true as const,
        plugins: [builtPrograms],
        test: {
          name,
          globalSetup: ['tests/support/built-programs.ts', 'tests/support/sqlite-setup.ts'],
          include: [`tests/${name}/**/*.test.ts`, `tests/${name}/**/*.test.tsx`],
        },
      })),
      {
        extends: true as const,
        plugins: [builtPrograms],
        test: {
          name: 'api on PostgreSQL',
          include: ['tests/api/**/*.test.ts', 'tests/postgres/**/*.test.ts'],
          exclude: OF_THE_FILE,
          // Every statement is a journey to another process.
          testTimeout: 120_000,
          globalSetup: ['tests/support/built-programs.ts', 'tests/support/postgres-setup.ts'],
        },
      },
    ],
  },
})
