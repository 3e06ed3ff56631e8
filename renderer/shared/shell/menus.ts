import type { FunctionalComponent } from 'vue'
import type { Router } from 'vue-router'
import type { Role } from '../../../domain/accounts/role.ts'
import type { MenuName, RouteAccess } from '../session/route-access.ts'

/** A role's menus, in the manual's order. */
export const MENUS: Record<Role, readonly MenuName[]> = {
  organisation: ['首页', '业务管理', '综合服务', '执业活动'],
  engineer: ['注册执业', '综合服务'],
  authority: ['审批管理', '综合服务'],
}

/** What pages a role may open; an organisation's own only once its registration is complete. */
export const ALLOWED: Record<Role, readonly RouteAccess[]> = {
  organisation: ['organisation', 'signed-in', 'public'],
  engineer: ['engineer', 'signed-in', 'public'],
  authority: ['authority', 'signed-in', 'public'],
}

interface ListedPage {
  path: string
  label: string
  icon: FunctionalComponent
}

/** The pages of one menu that stand in the left list for that role; every feature says so in its routes. */
export function pagesOf(router: Router, menu: MenuName, role: Role): ListedPage[] {
  return router
    .getRoutes()
    .flatMap(({ path, meta }) =>
      meta.menu === menu && meta.entry && ALLOWED[role].includes(meta.access)
        ? [{ path, ...meta.entry }]
        : [],
    )
    .sort((a, b) => a.order - b.order)
}

/** A role's menus in the manual's order, each leading to its first page; a menu without a page is left out. */
export function menusOf(router: Router, role: Role): { name: MenuName; path: string }[] {
  return MENUS[role].flatMap((name) => {
    const first = pagesOf(router, name, role)[0]
    return first ? [{ name, path: first.path }] : []
  })
}
