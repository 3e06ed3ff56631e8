import {
  createRouter,
  createWebHashHistory,
  type RouteLocationNormalized,
  type Router,
  type RouteRecordRaw,
} from 'vue-router'
import { homePath } from '../shared/session/home-path.ts'
import { useSessionStore } from '../shared/session/session-store.ts'
import '../shared/session/route-access.ts'
import { accountsRoutes } from '../features/accounts/routes.ts'
import { applicationsRoutes } from '../features/applications/routes.ts'
import { diagnosticsRoutes } from '../features/diagnostics/routes.ts'
import { disclosureRoutes } from '../features/disclosure/routes.ts'
import { draftsRoutes } from '../features/drafts/routes.ts'
import { entryRoutes } from '../features/entry/routes.ts'
import { helpRoutes } from '../features/help/routes.ts'
import { homeRoutes } from '../features/home/routes.ts'
import { labelTemplatesRoutes } from '../features/label-templates/routes.ts'
import { labelsRoutes } from '../features/labels/routes.ts'
import { noticesRoutes } from '../features/notices/routes.ts'
import { organisationRoutes } from '../features/organisation/routes.ts'
import { penaltiesRoutes } from '../features/penalties/routes.ts'
import { peopleRoutes } from '../features/people/routes.ts'
import { practiceRoutes } from '../features/practice/routes.ts'
import { printingRoutes } from '../features/printing/routes.ts'
import { selfEntryRoutes } from '../features/self-entry/routes.ts'
import { settingsRoutes } from '../features/settings/routes.ts'
import { storageRoutes } from '../features/storage/routes.ts'
import { supervisionRoutes } from '../features/supervision/routes.ts'
import { syncRoutes } from '../features/sync/routes.ts'
import { verificationRoutes } from '../features/verification/routes.ts'
import { workstationsRoutes } from '../features/workstations/routes.ts'

const PRODUCT = '消防技术服务机构客户端'

/** One line per feature. */
const routes: RouteRecordRaw[] = [
  ...entryRoutes,
  ...accountsRoutes,
  ...organisationRoutes,
  ...disclosureRoutes,
  ...selfEntryRoutes,
  ...peopleRoutes,
  ...applicationsRoutes,
  ...supervisionRoutes,
  ...homeRoutes,
  ...noticesRoutes,
  ...penaltiesRoutes,
  ...practiceRoutes,
  ...labelsRoutes,
  ...labelTemplatesRoutes,
  ...settingsRoutes,
  ...syncRoutes,
  ...draftsRoutes,
  ...printingRoutes,
  ...diagnosticsRoutes,
  ...storageRoutes,
  ...verificationRoutes,
  ...workstationsRoutes,
  ...helpRoutes,
]

/** Addresses live in the fragment: the same build is served by app://, by loopback and by any plain file server. */
export function createAppRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [...routes, { path: '/:unknown(.*)*', redirect: '/' }],
  })
  router.beforeEach(guard)
  router.afterEach((to) => {
    document.title = to.meta.title === '' ? PRODUCT : `${to.meta.title} – ${PRODUCT}`
  })
  return router
}

/** Nobody sees a page that is not his; an organisation first finishes its registration. */
async function guard(
  to: RouteLocationNormalized,
): Promise<string | { path: string; query: Record<string, string> } | true> {
  const sessions = useSessionStore()
  await sessions.load()
  const { session } = sessions
  const home = homePath(session, sessions.step)
  switch (to.meta.access) {
    case 'public':
      return session && to.meta.onlySignedOut ? home : true
    case 'signed-in':
      return session ? true : signInFor(to)
    case 'registration':
      return !session ? signInFor(to) : session.role === 'organisation' ? true : home
    case 'organisation':
      if (!session) return signInFor(to)
      return session.role === 'organisation' && sessions.step === 'complete' ? true : home
    case 'engineer':
    case 'authority':
      return !session ? signInFor(to) : session.role === to.meta.access ? true : home
  }
}

function signInFor(to: RouteLocationNormalized): { path: string; query: Record<string, string> } {
  return { path: '/sign-in', query: { next: to.fullPath } }
}
