import { apiKeyRoutes } from './api-keys.ts'
import { auditRoutes } from './audit.ts'
import { backupRoutes } from './backup.ts'
import { bulkRoutes } from './bulk.ts'
import { calendarRoutes } from './calendar.ts'
import { configurationRoutes } from './configuration.ts'
import { customerTreeRoutes } from './customer-tree.ts'
import { duplicateRoutes } from './duplicates.ts'
import { forecastRoutes } from './forecast.ts'
import { homeRoutes } from './home.ts'
import { hostRoutes } from './host.ts'
import { importRoutes } from './imports.ts'
import { officeRoutes } from './office.ts'
import { oursRoutes } from './ours.ts'
import { pasteRoutes } from './paste.ts'
import { peopleRoutes } from './people.ts'
import { presenceRoutes } from './presence.ts'
import { printRoutes } from './print.ts'
import { recordRoutes } from './records.ts'
import { reportRoutes } from './reports.ts'
import { roleRoutes } from './roles.ts'
import { salesRoutes } from './sales.ts'
import { webhookRoutes } from './webhooks.ts'

/** Every route of the product. A fixed path wins over one with parameters, whatever their order here. */
export const ROUTES = {
  ...officeRoutes,
  ...peopleRoutes,
  ...roleRoutes,
  ...apiKeyRoutes,
  ...webhookRoutes,
  ...auditRoutes,
  ...configurationRoutes,
  ...backupRoutes,
  ...recordRoutes,
  ...salesRoutes,
  ...importRoutes,
  ...calendarRoutes,
  ...homeRoutes,
  ...forecastRoutes,
  ...reportRoutes,
  ...customerTreeRoutes,
  ...duplicateRoutes,
  ...printRoutes,
  ...presenceRoutes,
  ...oursRoutes,
  ...pasteRoutes,
  ...bulkRoutes,
  ...hostRoutes,
}
export type Routes = typeof ROUTES
export type RouteName = keyof Routes
