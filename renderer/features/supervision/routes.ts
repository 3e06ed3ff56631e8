import { ClipboardCheck, ScanFace } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const supervisionRoutes: RouteRecordRaw[] = [
  {
    path: '/supervision',
    component: () => import('./ApprovalListPage.vue'),
    meta: {
      title: '待审批申请',
      access: 'authority',
      menu: '审批管理',
      entry: { label: '待审批申请', order: 1, icon: ClipboardCheck },
    },
  },
  {
    path: '/supervision/verifications',
    component: () => import('./VerificationReviewPage.vue'),
    meta: {
      title: '待人工审核',
      access: 'authority',
      menu: '审批管理',
      entry: { label: '待人工审核', order: 2, icon: ScanFace },
    },
  },
]
