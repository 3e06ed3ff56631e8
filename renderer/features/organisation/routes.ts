import { Building2 } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

export const organisationRoutes: RouteRecordRaw[] = [
  {
    path: '/registration/materials',
    component: () => import('./MaterialsPage.vue'),
    meta: { title: '上传材料', access: 'registration' },
  },
  {
    path: '/registration/verification',
    component: () => import('./VerificationPage.vue'),
    meta: { title: '实名认证', access: 'registration' },
  },
  {
    path: '/registration/done',
    component: () => import('./RegistrationDonePage.vue'),
    meta: { title: '完成帐号注册', access: 'registration' },
  },
  {
    path: '/organisation',
    component: () => import('./OrganisationPage.vue'),
    meta: {
      title: '消防技术服务机构信息管理',
      access: 'organisation',
      menu: '业务管理',
      entry: { label: '消防技术服务机构信息管理', order: 2, icon: Building2 },
    },
  },
  {
    path: '/organisation/edit',
    component: () => import('./OrganisationEditPage.vue'),
    meta: {
      title: '消防技术服务机构信息修改',
      access: 'organisation',
      menu: '业务管理',
      under: '/organisation',
    },
  },
]
