import { FilePenLine, IdCard } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const applicationsRoutes: RouteRecordRaw[] = [
  {
    path: '/engineer',
    component: () => import('./EngineerHomePage.vue'),
    meta: {
      title: '我的注册',
      access: 'engineer',
      menu: '注册执业',
      entry: { label: '我的注册', order: 1, icon: IdCard },
    },
  },
  {
    path: '/engineer/apply',
    component: () => import('./ApplicationFormPage.vue'),
    meta: {
      title: '注册申请',
      access: 'engineer',
      menu: '注册执业',
      entry: { label: '注册申请', order: 2, icon: FilePenLine },
    },
  },
]
