import { lazyRouteComponent } from '@tanstack/react-router'

/** A screen that a feature adds: its address (with `$name` for parameters) and its component, fetched when it is first opened. */
export type FeatureRoute = { path: string; screen: ReturnType<typeof lazyRouteComponent> }

/** The screens of the features. The navigation shows an entry only where its screen is here. */
export const featureRoutes: FeatureRoute[] = [
  { path: '/board', screen: lazyRouteComponent(() => import('../features/deals/board-screen.tsx'), 'BoardScreen') },
  { path: '/calendar', screen: lazyRouteComponent(() => import('../features/calendar/calendar-screen.tsx'), 'CalendarScreen') },
  { path: '/forecast', screen: lazyRouteComponent(() => import('../features/reports/forecast-screen.tsx'), 'ForecastScreen') },
  { path: '/reports', screen: lazyRouteComponent(() => import('../features/reports/own-screen.tsx'), 'OwnReportsScreen') },
  {
    path: '/reports/sales',
    screen: lazyRouteComponent(() => import('../features/reports/sales-screen.tsx'), 'SalesReportsScreen'),
  },
  { path: '/reports/$id', screen: lazyRouteComponent(() => import('../features/reports/builder-screen.tsx'), 'BuilderScreen') },
  { path: '/import', screen: lazyRouteComponent(() => import('../features/imports/import-start.tsx'), 'ImportStart') },
  { path: '/import/$id', screen: lazyRouteComponent(() => import('../features/imports/import-screen.tsx'), 'ImportScreen') },
  { path: '/settings', screen: lazyRouteComponent(() => import('../features/settings/settings-screen.tsx'), 'SettingsScreen') },
  {
    path: '/duplicates',
    screen: lazyRouteComponent(() => import('../features/duplicates/duplicates-screen.tsx'), 'DuplicatesScreen'),
  },
  { path: '/api/docs', screen: lazyRouteComponent(() => import('../features/api/docs-screen.tsx'), 'ApiDocsScreen') },
  { path: '/bin', screen: lazyRouteComponent(() => import('../features/bin/bin-screen.tsx'), 'BinScreen') },
]
