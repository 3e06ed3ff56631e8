import { Stethoscope } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const diagnosticsRoutes: RouteRecordRaw[] = [
  {
    path: '/diagnostics',
    component: () => import('./DiagnosticsPage.vue'),
    meta: {
      title: '系统检测',
      access: 'signed-in',
      menu: '综合服务',
      entry: { label: '系统检测', order: 5, icon: Stethoscope },
    },
  },
]
