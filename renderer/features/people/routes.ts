import { BadgeCheck, HardHat, UserRoundPlus } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const peopleRoutes: RouteRecordRaw[] = [
  {
    path: '/people/engineers',
    component: () => import('./EngineersPage.vue'),
    meta: {
      title: '注册消防工程师管理',
      access: 'organisation',
      menu: '业务管理',
      entry: { label: '注册消防工程师管理', order: 3, icon: BadgeCheck },
    },
  },
  {
    path: '/people/operators',
    component: () => import('./OperatorsPage.vue'),
    meta: {
      title: '消防设施操作员管理',
      access: 'organisation',
      menu: '业务管理',
      entry: { label: '消防设施操作员管理', order: 4, icon: HardHat },
      actions: [{ label: '添加操作员', icon: UserRoundPlus, does: 'add' }],
    },
  },
  {
    path: '/people/operators/import',
    component: () => import('./OperatorImportPage.vue'),
    meta: { title: '导入操作员', access: 'organisation', menu: '业务管理' },
  },
]
