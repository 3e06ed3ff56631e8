import { SlidersHorizontal, UserRound } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const settingsRoutes: RouteRecordRaw[] = [
  {
    path: '/account',
    component: () => import('./AccountPage.vue'),
    meta: {
      title: '个人中心',
      access: 'signed-in',
      menu: '综合服务',
      entry: { label: '个人中心', order: 1, icon: UserRound },
    },
  },
  {
    path: '/settings',
    component: () => import('./SettingsPage.vue'),
    meta: {
      title: '设置',
      access: 'signed-in',
      menu: '综合服务',
      entry: { label: '设置', order: 6, icon: SlidersHorizontal },
    },
  },
]
