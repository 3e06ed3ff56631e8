import { FileText } from '@lucide/vue'
import type { Router, RouteRecord } from 'vue-router'
import type { Role } from '../../../domain/accounts/role.ts'
import type { Command } from './command.ts'
import { ALLOWED, MENUS } from './menus.ts'

/** What the routes' own meta says somebody may open or start: actions first, then pages in the order of the menus and left lists. */
export function routeCommands(
  router: Router,
  { role, complete }: { role: Role; /** The organisation's registration. */ complete: boolean },
): Command[] {
  const open = router
    .getRoutes()
    .filter(
      ({ path, meta }) =>
        meta.title !== '' &&
        meta.onlySignedOut !== true &&
        !path.includes(':') &&
        ALLOWED[role].includes(meta.access) &&
        (meta.access !== 'organisation' || complete),
    )
    .sort((a, b) => placeOf(a, router, role) - placeOf(b, router, role))
  return [...open.flatMap(actionsOf), ...open.flatMap((route) => pageOf(route, router))]
}

function actionsOf({ path, meta }: RouteRecord): Command[] {
  return (meta.actions ?? []).map(({ label, icon, does }) => ({
    id: `action:${path}:${does ?? ''}`,
    group: '操作',
    label,
    detail: meta.menu ?? '',
    keywords: [],
    icon,
    to: does === undefined ? path : `${path}?do=${does}`,
  }))
}

/** A page whose opening is an action of its own stands among the actions. */
function pageOf({ path, meta }: RouteRecord, router: Router): Command[] {
  if (meta.actions?.some(({ does }) => does === undefined)) return []
  const parent = parentEntry({ path, meta }, router)
  const label = meta.entry?.label ?? meta.title
  const detail = [meta.menu, parent?.label].filter((word) => word !== undefined && word !== label).join(' · ')
  const icon = meta.entry?.icon ?? parent?.icon ?? FileText
  return [{ id: `page:${path}`, group: '页面', label, detail, keywords: [], icon, to: path }]
}

function parentEntry(
  { meta }: Pick<RouteRecord, 'path' | 'meta'>,
  router: Router,
): RouteRecord['meta']['entry'] {
  return router.getRoutes().find(({ path }) => path === meta.under)?.meta.entry
}

/** Menu by menu, entry by entry, what belongs to an entry right after it; what stands in no menu last. */
function placeOf({ path, meta }: RouteRecord, router: Router, role: Role): number {
  const menu = meta.menu === undefined ? -1 : MENUS[role].indexOf(meta.menu)
  const order = meta.entry?.order ?? (parentEntry({ path, meta }, router)?.order ?? 98) + 0.01
  return (menu === -1 ? MENUS[role].length : menu) * 100 + order
}
