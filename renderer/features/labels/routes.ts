import { ClipboardList, Printer, ScanLine } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const labelsRoutes: RouteRecordRaw[] = [
  {
    path: '/labels/check',
    component: () => import('./LabelCheckPage.vue'),
    meta: {
      title: '标签核验',
      access: 'organisation',
      menu: '执业活动',
      entry: { label: '标签核验', order: 4, icon: ScanLine },
      actions: [{ label: '核验标签', icon: ScanLine }],
    },
  },
  {
    path: '/supervision/labels',
    component: () => import('./LabelCheckPage.vue'),
    meta: {
      title: '标签核验',
      access: 'authority',
      menu: '审批管理',
      entry: { label: '标签核验', order: 7, icon: ScanLine },
      actions: [{ label: '核验标签', icon: ScanLine }],
    },
  },
  {
    path: '/labels/print',
    component: () => import('./LabelPrintPage.vue'),
    meta: {
      title: '打印维保标签',
      access: 'organisation',
      menu: '执业活动',
      entry: { label: '打印维保标签', order: 2, icon: Printer },
      actions: [{ label: '打印维保标签', icon: Printer }],
    },
  },
  {
    path: '/labels',
    component: () => import('./LabelListPage.vue'),
    meta: {
      title: '打印记录',
      access: 'organisation',
      menu: '执业活动',
      entry: { label: '打印记录', order: 3, icon: ClipboardList },
    },
  },
]
