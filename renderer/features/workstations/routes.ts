import { MonitorSmartphone } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const workstationsRoutes: RouteRecordRaw[] = [
  {
    path: '/workstations',
    component: () => import('./WorkstationsPage.vue'),
    meta: {
      title: '工作站',
      access: 'organisation',
      menu: '综合服务',
      entry: { label: '工作站', order: 4.3, icon: MonitorSmartphone },
    },
  },
]
