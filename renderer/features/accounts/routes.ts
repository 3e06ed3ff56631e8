import { Eye } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import '../../shared/session/route-access.ts'

const ofAccount = { access: 'signed-in', menu: '综合服务', under: '/account' } as const

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
  {
    path: '/recover-mobile',
    component: () => import('./RecoverMobilePage.vue'),
    meta: { title: '由法定代表人更换手机号', access: 'public' },
  },
  {
    path: '/account/mobile',
    component: () => import('./MobilePage.vue'),
    meta: { ...ofAccount, title: '更换手机号' },
  },
  {
    path: '/account/password',
    component: () => import('./PasswordPage.vue'),
    meta: { ...ofAccount, title: '修改密码' },
  },
  {
    path: '/account/sessions',
    component: () => import('./SessionsPage.vue'),
    meta: { ...ofAccount, title: '登录设备与会话' },
  },
  {
    path: '/looks',
    component: () => import('./LookLogPage.vue'),
    meta: {
      title: '查看记录',
      access: 'organisation',
      menu: '综合服务',
      entry: { label: '查看记录', order: 1.5, icon: Eye },
    },
  },
]
