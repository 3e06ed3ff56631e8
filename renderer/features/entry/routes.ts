import type { RouteRecordRaw } from 'vue-router'

export const entryRoutes: RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('./EntryPage.vue'),
    meta: { title: '', access: 'public', onlySignedOut: true },
  },
  {
    path: '/instructions',
    component: () => import('./InstructionsPage.vue'),
    meta: { title: '自主录入操作说明', access: 'public' },
  },
  {
    path: '/conditions',
    component: () => import('./ConditionsPage.vue'),
    meta: { title: '消防技术服务机构从业条件', access: 'public' },
  },
]
