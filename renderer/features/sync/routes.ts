import { CloudUpload } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const syncRoutes: RouteRecordRaw[] = [
  {
    path: '/sync',
    component: () => import('./SyncCentrePage.vue'),
    meta: {
      title: '同步中心',
      access: 'organisation',
      menu: '综合服务',
      entry: { label: '同步中心', order: 2, icon: CloudUpload },
    },
  },
]
