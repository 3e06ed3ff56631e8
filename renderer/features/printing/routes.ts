import { Globe, Printer } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

export const printingRoutes: RouteRecordRaw[] = [
  {
    path: '/printers',
    component: () => import('./PrintersPage.vue'),
    meta: {
      title: '标签打印机',
      access: 'organisation',
      menu: '综合服务',
      entry: { label: '标签打印机', order: 4, icon: Printer },
    },
  },
  {
    path: '/printers/browser',
    component: () => import('./BrowserPrintingPage.vue'),
    meta: {
      title: '浏览器打印',
      access: 'organisation',
      menu: '综合服务',
      entry: { label: '浏览器打印', order: 4.1, icon: Globe },
    },
  },
]
