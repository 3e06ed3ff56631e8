import { FilePenLine } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const draftsRoutes: RouteRecordRaw[] = [
  {
    path: '/drafts',
    component: () => import('./DraftListPage.vue'),
    meta: {
      title: '草稿箱',
      access: 'signed-in',
      menu: '综合服务',
      entry: { label: '草稿箱', order: 3, icon: FilePenLine },
    },
  },
]
