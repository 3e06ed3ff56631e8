import { FileOutput, HardDrive } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const storageRoutes: RouteRecordRaw[] = [
  {
    path: '/storage',
    component: () => import('./StoragePage.vue'),
    meta: {
      title: '本机数据',
      access: 'signed-in',
      menu: '综合服务',
      entry: { label: '本机数据', order: 4.6, icon: HardDrive },
      actions: [{ label: '导出未同步内容', icon: FileOutput, does: 'export' }],
    },
  },
]
