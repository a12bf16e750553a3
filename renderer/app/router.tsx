import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { ListScreen } from '../records/list-screen.tsx'
import { featureRoutes } from './feature-routes.ts'
import { MissingScreen } from './missing-screen.tsx'
import { Shell } from './shell.tsx'

/** Every address of the window: `/`, an entity's list and page, and the features' screens. Filters, sorting and tabs stand in the search part, so that every view is a link. */
export function createAppRouter(history?: RouterHistory) {
  const root = createRootRoute({ component: Shell, notFoundComponent: MissingScreen })
  const routes = [
    createRoute({
      getParentRoute: () => root,
      path: '/',
      component: lazyRouteComponent(() => import('../features/home/home-screen.tsx'), 'HomeScreen'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/records/$entity',
      component: ListScreen,
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/records/$entity/$id',
      component: lazyRouteComponent(() => import('../records/page-screen.tsx'), 'PageScreen'),
    }),
    ...featureRoutes.map(({ path, screen }) => createRoute({ getParentRoute: () => root, path, component: screen })),
  ]
  return createRouter({
    routeTree: root.addChildren(routes as AnyRoute[]),
    ...(history && { history }),
    defaultPendingComponent: SkeletonRows,
    defaultErrorComponent: ({ error, reset }) => <ProblemPanel error={error} onRetry={reset} />,
    scrollRestoration: true,
  })
}
