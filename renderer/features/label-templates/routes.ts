import { LayoutTemplate } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

const ofTemplates = { access: 'organisation', menu: '执业活动', under: '/label-templates' } as const

export const labelTemplatesRoutes: RouteRecordRaw[] = [
  {
    path: '/label-templates',
    component: () => import('./TemplateListPage.vue'),
    meta: {
      title: '标签模板',
      access: 'organisation',
      menu: '执业活动',
      entry: { label: '标签模板', order: 5, icon: LayoutTemplate },
    },
  },
  {
    path: '/label-templates/new',
    component: () => import('./TemplateEditPage.vue'),
    meta: {
      ...ofTemplates,
      title: '新建标签模板',
      actions: [{ label: '新建标签模板', icon: LayoutTemplate }],
    },
  },
  {
    path: '/label-templates/:templateId',
    component: () => import('./TemplateEditPage.vue'),
    props: true,
    meta: { ...ofTemplates, title: '修改标签模板' },
  },
]
