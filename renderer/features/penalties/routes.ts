import { Gavel } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const penaltiesRoutes: RouteRecordRaw[] = [
  {
    path: '/penalties',
    component: () => import('./PenaltyListPage.vue'),
    meta: {
      title: '处罚情况',
      access: 'organisation',
      menu: '综合服务',
      entry: { label: '处罚情况', order: 1.7, icon: Gavel },
    },
  },
  {
    path: '/supervision/penalties',
    component: () => import('./EnteredPenaltiesPage.vue'),
    meta: {
      title: '处罚录入',
      access: 'authority',
      menu: '审批管理',
      entry: { label: '处罚录入', order: 6, icon: Gavel },
    },
  },
  {
    path: '/supervision/penalties/new',
    component: () => import('./PenaltyFormPage.vue'),
    meta: { title: '录入处罚', access: 'authority', menu: '审批管理', under: '/supervision/penalties' },
  },
]
