/** Every screen of an organisation in use, at the sizes of real workstations: nothing runs out of the window, axe finds nothing, no policy is broken. */
import type { Page } from '@playwright/test'
import { dayFromToday } from '../support/journey/days.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { openPage } from '../support/journey/open-page.ts'
import { photograph } from '../support/journey/photograph.ts'
import {
  ask,
  completeOrganisation,
  employEngineer,
  enterProject,
} from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { test, expect } from '../support/shells.ts'

test.use({ printerOptions: [] })

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(7),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820307',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
const SCREENS = {
  home: '首页',
  'self-entry/basics': '基础信息',
  'self-entry/engineers': '已有注册消防工程师',
  'self-entry/operators': '消防设施操作员',
  'self-entry/letter': '附件信息',
  'self-entry/review': '核对并提交',
  'self-entry/history': '自主录入修改历史',
  organisation: '机构信息管理',
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
  sync: '同步中心',
  drafts: '草稿箱',
  storage: '本机数据',
  workstations: '工作站',
  diagnostics: '系统检测',
  settings: '设置',
  'account/mobile': '更换手机号',
  'account/password': '修改密码',
  'account/sessions': '登录设备与会话',
  looks: '查看记录',
  penalties: '处罚情况',
  notices: '通知公告',
  help: '帮助',
  account: '个人中心',
  disclosure: '信息公开',
}
/** 1366×768 at 125 %, 1080p at 150 %, the office's screen, a large one. */
const SIZES = [
  [1093, 574],
  [1280, 672],
  [1920, 1080],
  [1366, 768],
] as const

test('every screen of an organisation fits the window, passes axe and breaks no policy', async ({
  shell,
  server,
  openWorkstation,
}) => {
  test.setTimeout(240_000)
  const page = shell.page
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await prepare()

  for (const [path, title] of Object.entries(SCREENS)) {
    await test.step(title, async () => {
      await openPage(page, `/${path}`, title)
      await expect(page.getByRole('progressbar')).toHaveCount(0)
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height })
        expect.soft(await pixelsBeyond(page), `${title} at ${width}×${height}`).toBe(0)
      }
      await photograph(page, `screen-${path.replaceAll('/', '-')}`)
    })
  }
  expect(complaints).toEqual([])

  async function prepare(): Promise<void> {
    const { organisationId } = await completeOrganisation(shell, server, ORGANISATION)
    await employEngineer(server, { office: shell, other: await openWorkstation() }, organisationId, {
      name: '雷震宇',
      idNumber: madeCitizenId('19820921', 331),
      mobile: '13651880000',
      level: '一级',
      qualificationNumber: '00012340',
      managementNumber: '2021103200000',
      validUntil: dayFromToday(700),
      password: 'engineer_2026',
    })
    await enterProject(shell, {
      contractNumber: 'WB-2026-0117',
      contractName: '金鹰大厦消防设施维护保养',
      building: '1 号楼 3 层',
      system: '室内消火栓系统',
    })
    for (const [index, name] of ['苗佳', '罗然华', '徐晓欣'].entries()) {
      await ask(shell, 'people.saveOperator', {
        operatorId: null,
        fields: {
          name,
          idNumber: madeCitizenId('19930415', 201 + index),
          mobile: `1380013800${String(index)}`,
          certificateNumber: `No00000${String(index)}`,
          level: 'three',
          direction: 'maintenance',
        },
      })
    }
    await ask(shell, 'drafts.save', {
      form: 'project',
      subject: 'new',
      title: '写了一半的项目',
      content: { contractNumber: 'WB-2026-0118' },
    })
    await page.reload()
  }
})

/** How far the page could be scrolled sideways: 0 when everything fits. */
async function pixelsBeyond(page: Page): Promise<number> {
  return page.evaluate(() => {
    const wide = [document.documentElement, ...document.querySelectorAll('main, main > *')]
    return Math.max(...wide.map((element) => element.scrollWidth - element.clientWidth))
  })
}
