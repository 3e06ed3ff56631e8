import { Bell } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const noticesRoutes: RouteRecordRaw[] = [
  {
    path: '/notices',
    component: () => import('./NoticeListPage.vue'),
    meta: {
      title: '通知公告',
      access: 'organisation',
      menu: '首页',
      entry: { label: '通知公告', order: 2, icon: Bell },
    },
  },
]
