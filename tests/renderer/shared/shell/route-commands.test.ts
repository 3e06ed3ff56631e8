import { describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { routeCommands } from '../../../../renderer/shared/shell/route-commands.ts'

const icon = () => null
const component = { template: '<p />' }

function someRouter(): Router {
  return createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/sign-in', component, meta: { title: '账号登录', access: 'public', onlySignedOut: true } },
      { path: '/disclosure', component, meta: { title: '信息公开', access: 'public' } },
      {
        path: '/practice',
        component,
        meta: {
          title: '执业项目',
          access: 'organisation',
          menu: '执业活动',
          entry: { label: '执业项目', order: 1, icon },
        },
      },
      {
        path: '/practice/new',
        component,
        meta: {
          title: '添加执业项目',
          access: 'organisation',
          menu: '执业活动',
          under: '/practice',
          actions: [{ label: '添加执业项目', icon }],
        },
      },
      {
        path: '/practice/:projectId',
        component,
        meta: { title: '执业项目', access: 'organisation', menu: '执业活动' },
      },
      {
        path: '/sync',
        component,
        meta: {
          title: '同步中心',
          access: 'organisation',
          menu: '综合服务',
          entry: { label: '同步中心', order: 2, icon },
          actions: [{ label: '立即同步', icon, does: 'sync' }],
        },
      },
      {
        path: '/sync/progress',
        component,
        meta: { title: '同步进度', access: 'organisation', menu: '综合服务', under: '/sync' },
      },
      {
        path: '/settings',
        component,
        meta: {
          title: '设置',
          access: 'signed-in',
          menu: '综合服务',
          entry: { label: '设置', order: 6, icon },
        },
      },
      {
        path: '/supervision',
        component,
        meta: { title: '待审批申请', access: 'authority', menu: '审批管理' },
      },
      { path: '/:unknown(.*)*', redirect: '/' },
    ],
  })
}
const shown = (role: 'organisation' | 'authority', complete = true) =>
  routeCommands(someRouter(), { role, complete }).map(({ label, detail, to }) => [label, detail, to])

describe('the commands of the routes', () => {
  it('are the actions, then the pages by menu and entry, what opens nothing by itself left out', () => {
    expect(shown('organisation')).toEqual([
      ['立即同步', '综合服务', '/sync?do=sync'],
      ['添加执业项目', '执业活动', '/practice/new'],
      ['同步中心', '综合服务', '/sync'],
      ['同步进度', '综合服务 · 同步中心', '/sync/progress'],
      ['设置', '综合服务', '/settings'],
      ['执业项目', '执业活动', '/practice'],
      ['信息公开', '', '/disclosure'],
    ])
  })

  it('are only those that the guard lets the role open', () => {
    expect(shown('authority').map(([label]) => label)).toEqual(['待审批申请', '设置', '信息公开'])
    expect(shown('organisation', false).map(([label]) => label)).toEqual(['设置', '信息公开'])
  })
})
