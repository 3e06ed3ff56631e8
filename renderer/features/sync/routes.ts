import { CloudUpload, RefreshCw } from '@lucide/vue'
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
      actions: [{ label: '立即同步', icon: RefreshCw, does: 'sync' }],
    },
  },
  {
    path: '/sync/conflicts/:recordType/:recordId',
    component: () => import('./ConflictPage.vue'),
    props: true,
    meta: { title: '有冲突的内容', access: 'organisation', menu: '综合服务', under: '/sync' },
  },
  {
    path: '/sync/parked/:seq(\\d+)',
    component: () => import('./ParkedPage.vue'),
    props: true,
    meta: { title: '未通过的内容', access: 'organisation', menu: '综合服务', under: '/sync' },
  },
]
