import { House } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const homeRoutes: RouteRecordRaw[] = [
  {
    path: '/home',
    component: () => import('./HomePage.vue'),
    meta: {
      title: '首页',
      access: 'organisation',
      menu: '首页',
      entry: { label: '首页', order: 1, icon: House },
    },
  },
]
