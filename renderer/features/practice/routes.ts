import { BriefcaseBusiness, FilePlus2 } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

const ofProjects = { access: 'organisation', menu: '执业活动', under: '/practice' } as const

export const practiceRoutes: RouteRecordRaw[] = [
  {
    path: '/practice',
    component: () => import('./ProjectListPage.vue'),
    meta: {
      title: '执业项目',
      access: 'organisation',
      menu: '执业活动',
      entry: { label: '执业项目', order: 1, icon: BriefcaseBusiness },
    },
  },
  {
    path: '/practice/new',
    component: () => import('./ProjectEditPage.vue'),
    meta: { ...ofProjects, title: '添加执业项目', actions: [{ label: '添加执业项目', icon: FilePlus2 }] },
  },
  {
    path: '/practice/:projectId/edit',
    component: () => import('./ProjectEditPage.vue'),
    props: true,
    meta: { ...ofProjects, title: '修改执业项目' },
  },
  {
    path: '/practice/:projectId/conclusion',
    component: () => import('./ConclusionPage.vue'),
    props: true,
    meta: { ...ofProjects, title: '录入结论性文件' },
  },
  {
    path: '/practice/:projectId/staff',
    component: () => import('./StaffChangePage.vue'),
    props: true,
    meta: { ...ofProjects, title: '更换人员' },
  },
  {
    path: '/practice/:projectId',
    component: () => import('./ProjectPage.vue'),
    props: true,
    meta: { ...ofProjects, title: '执业项目' },
  },
]
