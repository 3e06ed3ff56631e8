import { ClipboardList } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

const inShell = { access: 'organisation', menu: '业务管理', under: '/self-entry' } as const

export const selfEntryRoutes: RouteRecordRaw[] = [
  {
    path: '/self-entry',
    redirect: '/self-entry/basics',
    meta: {
      title: '自主录入',
      access: 'organisation',
      menu: '业务管理',
      entry: { label: '自主录入', order: 1, icon: ClipboardList },
    },
  },
  {
    path: '/self-entry/basics',
    component: () => import('./SelfEntryBasicsPage.vue'),
    meta: { ...inShell, title: '基础信息' },
  },
  {
    path: '/self-entry/engineers',
    component: () => import('./SelfEntryEngineersPage.vue'),
    meta: { ...inShell, title: '已有注册消防工程师' },
  },
  {
    path: '/self-entry/operators',
    component: () => import('./SelfEntryOperatorsPage.vue'),
    meta: { ...inShell, title: '消防设施操作员' },
  },
  {
    path: '/self-entry/letter',
    component: () => import('./SelfEntryLetterPage.vue'),
    meta: { ...inShell, title: '附件信息' },
  },
  {
    path: '/self-entry/review',
    component: () => import('./SelfEntryReviewPage.vue'),
    meta: { ...inShell, title: '核对并提交' },
  },
  {
    path: '/self-entry/view',
    component: () => import('./SelfEntryViewPage.vue'),
    meta: { ...inShell, title: '消防技术服务机构自主录入信息查看' },
  },
  {
    path: '/self-entry/history',
    component: () => import('./SelfEntryHistoryPage.vue'),
    meta: { ...inShell, title: '消防技术服务机构自主录入修改历史' },
  },
  {
    path: '/self-entry/history/compare',
    component: () => import('./SelfEntryComparePage.vue'),
    meta: { ...inShell, title: '比较修改历史' },
  },
  {
    path: '/self-entry/history/:revisionId',
    component: () => import('./SelfEntryRevisionPage.vue'),
    meta: { ...inShell, title: '自主录入修改详情' },
  },
]
