import type { RouteRecordRaw } from 'vue-router'

export const accountsRoutes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    component: () => import('./SignInPage.vue'),
    meta: { title: '账号登录', access: 'public', onlySignedOut: true },
  },
  {
    path: '/register',
    component: () => import('./OrganisationRegistrationPage.vue'),
    meta: { title: '消防技术服务机构帐号注册', access: 'public', onlySignedOut: true },
  },
  {
    path: '/register/engineer',
    component: () => import('./EngineerRegistrationPage.vue'),
    meta: { title: '注册消防工程师帐号注册', access: 'public', onlySignedOut: true },
  },
  {
    path: '/reset-password',
    component: () => import('./ResetPasswordPage.vue'),
    meta: { title: '找回密码', access: 'public', onlySignedOut: true },
  },
]
