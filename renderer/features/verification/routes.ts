import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const verificationRoutes: RouteRecordRaw[] = [
  {
    path: '/registration/verification/pc',
    component: () => import('./PcFacePage.vue'),
    meta: { title: 'PC 人脸认证', access: 'registration' },
  },
  {
    path: '/registration/verification/phone',
    component: () => import('./PhoneFacePage.vue'),
    meta: { title: '手机人脸认证', access: 'registration' },
  },
]
