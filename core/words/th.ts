import { joinWords } from './join-words.ts'
import { api } from './th/api.ts'
import { apiDocs } from './th/api-docs.ts'
import { app } from './th/app.ts'
import { audit } from './th/audit.ts'
import { backup } from './th/backup.ts'
import { bin } from './th/bin.ts'
import { board } from './th/board.ts'
import { calendar } from './th/calendar.ts'
import { command } from './th/command.ts'
import { customerPage } from './th/customer-page.ts'
import { duplicates } from './th/duplicates.ts'
import { entities } from './th/entities.ts'
import { errors } from './th/errors.ts'
import { fields } from './th/fields.ts'
import { forecast } from './th/forecast.ts'
import { home } from './th/home.ts'
import { host } from './th/host.ts'
import { importing } from './th/import.ts'
import { list } from './th/list.ts'
import { ours } from './th/ours.ts'
import { page } from './th/page.ts'
import { paste } from './th/paste.ts'
import { people } from './th/people.ts'
import { print } from './th/print.ts'
import { reports } from './th/reports.ts'
import { roles } from './th/roles.ts'
import { settings } from './th/settings.ts'
import { targets } from './th/targets.ts'
import { version } from './th/version.ts'
import { webhooks } from './th/webhooks.ts'
import { workbench } from './th/workbench.ts'

/** Every word of the product in Thai, by key. `{{name}}` stands for a parameter. */
export const th = joinWords(
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

export type WordKey = keyof typeof th
