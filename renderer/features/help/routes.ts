import { CircleQuestionMark } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const helpRoutes: RouteRecordRaw[] = [
  {
    path: '/help',
    component: () => import('./HelpPage.vue'),
    meta: {
      title: '帮助',
      access: 'public',
      menu: '综合服务',
      entry: { label: '帮助', order: 9, icon: CircleQuestionMark },
    },
  },
]
