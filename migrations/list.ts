import type { Knex } from 'knex'
import { up as foundation } from './0001-foundation.ts'
import { up as records } from './0002-records.ts'
import { up as duplicates } from './0003-duplicates.ts'
import { up as calendar } from './0004-calendar.ts'
import { up as readPaths } from './0005-read-paths.ts'
import { up as targets } from './0006-targets.ts'
import { up as textsInOrder } from './0007-texts-in-order.ts'
import { up as stageLimits } from './0008-stage-limits.ts'
import { up as bulk } from './0009-bulk.ts'
import { up as configurationHistory } from './0010-configuration-history.ts'
import { up as firstViews } from './0011-first-views.ts'
import { up as reports } from './0012-reports.ts'
import { up as sessions } from './0013-sessions.ts'
import { up as rolesAndCodes } from './0014-roles-and-codes.ts'
import { up as devices } from './0015-devices.ts'
import { up as birthdays } from './0016-birthdays.ts'
import { up as auditChain } from './0017-audit-chain.ts'
import { up as apiKeys } from './0020-api-keys.ts'
import { up as webhooks } from './0021-webhooks.ts'
import { up as historyAndDashboards } from './0022-history-and-dashboards.ts'
import { up as runsByKey } from './0023-runs-by-key.ts'
import { up as reachOfAProvince } from './0024-reach-of-a-province.ts'
import { up as dayOfRepeats } from './0025-day-of-repeats.ts'

/** Every migration, in order; forward only. A database is at version N when the first N have run. */
export const MIGRATIONS: readonly { name: string; up: (knex: Knex) => Promise<void> }[] = [
  { name: '0001-foundation', up: foundation },
  { name: '0002-records', up: records },
  { name: '0003-duplicates', up: duplicates },
  { name: '0004-calendar', up: calendar },
  { name: '0005-read-paths', up: readPaths },
  { name: '0006-targets', up: targets },
  { name: '0007-texts-in-order', up: textsInOrder },
  { name: '0008-stage-limits', up: stageLimits },
  { name: '0009-bulk', up: bulk },
  { name: '0010-configuration-history', up: configurationHistory },
  { name: '0011-first-views', up: firstViews },
  { name: '0012-reports', up: reports },
  { name: '0013-sessions', up: sessions },
  { name: '0014-roles-and-codes', up: rolesAndCodes },
  { name: '0015-devices', up: devices },
  { name: '0016-birthdays', up: birthdays },
  { name: '0017-audit-chain', up: auditChain },
  { name: '0020-api-keys', up: apiKeys },
  { name: '0021-webhooks', up: webhooks },
  { name: '0022-history-and-dashboards', up: historyAndDashboards },
  { name: '0023-runs-by-key', up: runsByKey },
  { name: '0024-reach-of-a-province', up: reachOfAProvince },
  { name: '0025-day-of-repeats', up: dayOfRepeats },
]
