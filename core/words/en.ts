import { api } from './en/api.ts'
import { apiDocs } from './en/api-docs.ts'
import { app } from './en/app.ts'
import { audit } from './en/audit.ts'
import { backup } from './en/backup.ts'
import { bin } from './en/bin.ts'
import { board } from './en/board.ts'
import { calendar } from './en/calendar.ts'
import { command } from './en/command.ts'
import { customerPage } from './en/customer-page.ts'
import { duplicates } from './en/duplicates.ts'
import { entities } from './en/entities.ts'
import { errors } from './en/errors.ts'
import { fields } from './en/fields.ts'
import { forecast } from './en/forecast.ts'
import { home } from './en/home.ts'
import { host } from './en/host.ts'
import { importing } from './en/import.ts'
import { list } from './en/list.ts'
import { ours } from './en/ours.ts'
import { page } from './en/page.ts'
import { paste } from './en/paste.ts'
import { people } from './en/people.ts'
import { print } from './en/print.ts'
import { reports } from './en/reports.ts'
import { roles } from './en/roles.ts'
import { settings } from './en/settings.ts'
import { targets } from './en/targets.ts'
import { version } from './en/version.ts'
import { webhooks } from './en/webhooks.ts'
import { workbench } from './en/workbench.ts'
import { joinWords } from './join-words.ts'
import type { WordKey } from './th.ts'

/** The same words in English. */
export const en: Record<WordKey, string> = joinWords(
  api,
  apiDocs,
  app,
  command,
  entities,
  errors,
  fields,
  home,
  forecast,
  list,
  page,
  paste,
  customerPage,
  bin,
  board,
  calendar,
  importing,
  duplicates,
  reports,
  print,
  ours,
  people,
  audit,
  roles,
  settings,
  backup,
  host,
  targets,
  version,
  webhooks,
  workbench,
)
