import { Printer } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const printingRoutes: RouteRecordRaw[] = [
  {
    path: '/printers',
    component: () => import('./PrintersPage.vue'),
    meta: {
      title: '标签打印机',
      access: 'organisation',
      menu: '综合服务',
      entry: { label: '标签打印机', order: 4, icon: Printer },
    },
  },
]
