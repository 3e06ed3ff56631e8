import type { FurnishedOffice } from './furnished-office.ts'

/** A screen by its path, with what its title holds. */
export type Screens = Record<string, string>

/** The screens of a signed-in organisation that its menus lead to, in the menus' order. */
export const OFFICE_SCREENS: Screens = {
  home: '首页',
  notices: '通知公告',
  'self-entry/basics': '基础信息',
  'self-entry/engineers': '已有注册消防工程师',
  'self-entry/operators': '消防设施操作员',
  'self-entry/letter': '附件信息',
  'self-entry/review': '核对并提交',
  'self-entry/view': '自主录入信息查看',
  'self-entry/history': '自主录入修改历史',
  organisation: '机构信息管理',
  'organisation/edit': '机构信息修改',
  'people/engineers': '注册消防工程师管理',
  'people/operators': '消防设施操作员管理',
  'people/operators/import': '导入操作员',
  practice: '执业项目',
  'practice/new': '添加执业项目',
  'labels/print': '打印维保标签',
  labels: '打印记录',
  'labels/check': '标签核验',
  'label-templates': '标签模板',
  'label-templates/new': '新建标签模板',
  printers: '标签打印机',
  'printers/browser': '浏览器打印',
  account: '个人中心',
  'account/mobile': '更换手机号',
  'account/password': '修改密码',
  'account/sessions': '登录设备与会话',
  looks: '查看记录',
  penalties: '处罚情况',
  sync: '同步中心',
  drafts: '草稿箱',
  settings: '设置',
  storage: '本机数据',
  workstations: '工作站',
  diagnostics: '系统检测',
  help: '帮助',
  disclosure: '信息公开',
}

/** The screens of one record each, of which a new organisation has none. */
export function recordScreens(office: FurnishedOffice): Screens {
  const [newest = '', oldest = ''] = office.revisionIds
  return {
    [`self-entry/history/${newest}`]: '自主录入修改详情',
    [`self-entry/history/compare?from=${oldest}&to=${newest}`]: '比较修改历史',
    [`practice/${office.projectId}`]: '金鹰大厦消防设施维护保养',
    [`practice/${office.projectId}/edit`]: '修改执业项目',
    [`practice/${office.projectId}/staff`]: '更换人员',
    [`practice/${office.projectId}/conclusion`]: '录入结论性文件',
    [`label-templates/${office.templateId}`]: '修改标签模板',
    [office.conflictPath]: '选择要保留的内容',
    [office.parkedPath]: '添加操作员',
  }
}

/** Before anybody has signed in. */
export const FRONT_SCREENS: Screens = {
  '': '基本信息自主录入',
  instructions: '操作说明',
  conditions: '从业条件',
  'sign-in': '登录',
  register: '帐号注册',
  'register/engineer': '注册消防工程师帐号注册',
  'reset-password': '找回密码',
  'recover-mobile': '更换手机号',
  disclosure: '信息公开',
  help: '帮助',
}

export const AUTHORITY_SCREENS: Screens = {
  supervision: '待审批申请',
  'supervision/verifications': '待人工审核',
  'supervision/labels': '标签核验',
  'supervision/penalties': '处罚录入',
  'supervision/penalties/new': '录入处罚',
  account: '个人中心',
  settings: '设置',
  storage: '本机数据',
  help: '帮助',
}

export const ENGINEER_SCREENS: Screens = {
  engineer: '我的注册',
  'engineer/apply': '注册申请',
  account: '个人中心',
  drafts: '草稿箱',
}
