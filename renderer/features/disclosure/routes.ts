import type { RouteRecordRaw } from 'vue-router'

export const disclosureRoutes: RouteRecordRaw[] = [
  {
    path: '/disclosure',
    component: () => import('./DisclosureSearchPage.vue'),
    meta: { title: '信息公开', access: 'public' },
  },
  {
    path: '/disclosure/:id',
    component: () => import('./DisclosureOrganisationPage.vue'),
    props: true,
    meta: { title: '信息公开', access: 'public' },
  },
]
