/** The manual's Chapter 2 with the manual in hand: its sections, its order and its words, by role and accessible name only. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { dayFromToday } from '../support/journey/days.ts'
import { choose, fill } from '../support/journey/form-filling.ts'
import {
  attachPictures,
  fillMaterials,
  fillRegistration,
  type OrganisationOnPaper,
} from '../support/journey/organisation-steps.ts'
import { addOperators, fillOperator, type OperatorOnPaper } from '../support/journey/people-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, employEngineer } from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { startServer, type RunningServer } from '../support/running-server.ts'
import { openShell, type Shell } from '../support/shell-host.ts'
import { expect, test } from '../support/shells.ts'
import { specimenPicture } from '../support/specimen-pictures.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(24),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820724',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820724' },
}
const NEW_NAME = '南京安盾消防安全技术有限公司'
const ENGINEER = '雷震宇'
const OPERATORS: OperatorOnPaper[] = [
  ['林小明', '五级/初级', '无'],
  ['彭志远', '三级/高级', '消防设施检测维修保养'],
].map(([name = '', level = '', direction = ''], index) => ({
  name,
  level,
  direction,
  idNumber: madeCitizenId(`199${String(index)}0415`, 201 + index),
  mobile: `1380013810${String(index)}`,
  certificateNumber: `No00001${String(index)}`,
}))

let server: RunningServer
let shell: Shell
let other: Shell
let page: Page

test.beforeAll(async ({ browser }) => {
  server = await startServer()
  shell = await openShell({ name: 'browser', server, browser })
  other = await openShell({ name: 'browser', server, browser })
  page = shell.page
})

test.afterAll(async () => {
  await other.close()
  await shell.close()
  await server.stop()
})

test('2.2.1 账号注册', async () => {
  await page.getByRole('link', { name: '消防技术服务机构自主录入' }).click()
  await expect(heading('消防技术服务机构基本信息自主录入操作说明')).toBeVisible()
  for (const step of ['第一步：注册帐号', '第四步：上传承诺书']) {
    await expect(page.getByRole('heading', { name: step })).toBeVisible()
  }
  for (const document of ['从业条件', '从业承诺书']) {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: `下载《消防技术服务机构${document}》` }).click()
    expect((await download).suggestedFilename()).toContain(document)
  }
  await expect(page.getByRole('button', { name: '账号登录' })).toBeVisible()
  await page.getByRole('button', { name: '账号注册' }).click()
  await expect(heading('消防技术服务机构帐号注册')).toBeVisible()
  for (const words of [
    '提交后无法修改，请谨慎填写',
    '信用代码图示',
    '请依据营业执照上的经营范围填写',
    /10~16 ?位数字、字母或者下划线/,
  ]) {
    await expect(page.getByText(words).first()).toBeVisible()
  }
  await fillRegistration(page, server, { ...ORGANISATION, scope: '建筑智能化工程施工' })
  await page.getByRole('button', { name: '提交注册' }).click()
  await expect(page.getByRole('link', { name: /服务范围不包含“消防”，不予帐号注册/ })).toBeVisible()
  await fill(page, { 服务范围: ORGANISATION.scope })
  await page.getByRole('button', { name: '提交注册' }).click()
  await expect(heading('消防技术服务机构上传材料')).toBeVisible()
})

test('2.2.2 上传材料', async () => {
  await expect(page.getByText('号码帐号')).toBeVisible()
  await fillMaterials(page, ORGANISATION)
  await attachPictures(page, ORGANISATION)
  await identityServiceAnswers('mismatch')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(heading('实名认证')).toBeVisible()
})

test('2.2.3 实名认证', async () => {
  await expect(page.getByText('实名认证未通过')).toBeVisible()
  for (const way of ['PC 人脸认证', '手机人脸认证']) {
    await page.getByRole('link', { name: new RegExp(way) }).click()
    await expect(heading(new RegExp(way))).toBeVisible()
    await page.goBack()
    await expect(heading('实名认证')).toBeVisible()
  }
  await identityServiceAnswers('match')
  await page.getByRole('link', { name: '修改材料' }).click()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(heading('完成帐号注册')).toBeVisible()
  await expect(page.getByText('已完成实名认证')).toBeVisible()
})

test('2.3.1 消防技术服务机构自主录入', async () => {
  await page.getByRole('link', { name: '进入首页' }).click()
  const organisation = await ask<{ id: string }>(shell, 'organisation.current')
  await employEngineer(server, { office: shell, other }, organisation.id, {
    name: ENGINEER,
    idNumber: madeCitizenId('19820921', 331),
    mobile: '13651880724',
    level: '一级',
    qualificationNumber: '00012340',
    managementNumber: '2021103200000',
    validUntil: dayFromToday(700),
    password: 'engineer_2026',
  })
  await openMenu('业务管理', '自主录入')
  for (const name of ['机构名称', '法定代表人', '区域', '详细地址', '营业执照登记机关', '服务范围']) {
    await expect(page.getByRole('term').filter({ hasText: name }).first()).toBeVisible()
  }
  await leftList('已有注册消防工程师').click()
  await expect(page.getByText('注册消防工程师人数不满足要求').first()).toBeVisible()
  await expect(page.getByText(/请通知注册消防工程师自行注册到本企业/)).toBeVisible()
  await expect(page.getByRole('button', { name: `修改职位 ${ENGINEER}` })).toBeVisible()
  await leftList('消防设施操作员').click()
  await addOperators(page, OPERATORS)
  for (const { name } of OPERATORS) {
    await expect(page.getByRole('button', { name: `删除 ${name}` })).toBeVisible()
    await expect(page.getByRole('button', { name: `修改 ${name}` })).toBeVisible()
  }
  await leftList('附件信息').click()
  await expect(page.getByText(/请上传多页 ?PDF ?文件/).first()).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载承诺书模板' }).click()
  const letter = await readFile(await (await download).path())
  await page
    .getByLabel('承诺书', { exact: true })
    .setInputFiles({ name: '承诺书.pdf', mimeType: 'application/pdf', buffer: letter })
  await expect(page.getByText('已选择，提交后生效')).toBeVisible()
  await submitSelfEntry()
})

test('2.3.2 自主录入信息查看', async () => {
  await openHome()
  await page.getByRole('link', { name: '查看自主录入信息' }).click()
  await expect(heading('消防技术服务机构自主录入信息查看')).toBeVisible()
  await expect(page.getByText('当前已有注册消防工程师：1人　技术负责人：0人')).toBeVisible()
  await expect(page.getByText('当前已有操作员：2人　高级：1人　中级：0人')).toBeVisible()
  await expect(page.getByText(/是否满足生效条件：不满足/)).toBeVisible()
  for (const section of ['1、基础信息', '2、注册消防工程师信息', '3、操作员信息', '4、附件信息']) {
    await expect(page.getByRole('heading', { name: section })).toBeVisible()
  }
  await page.getByRole('button', { name: `电子档案 ${ENGINEER}` }).click()
  await expect(page.getByRole('dialog', { name: '电子档案' })).toBeVisible()
  await page.keyboard.press('Escape')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载承诺书' }).click()
  expect((await download).suggestedFilename()).toContain('承诺书')
  await page.getByRole('button', { name: '返回' }).click()
  await expect(heading('首页')).toBeVisible()
})

test('2.3.3 自主录入信息修改', async () => {
  await page.getByRole('link', { name: '修改自主录入信息' }).click()
  await expect(heading('基础信息')).toBeVisible()
  await expect(page.getByText(/基础信息请在消防技术服务机构信息管理菜单中修改/)).toBeVisible()
  await leftList('消防设施操作员').click()
  await page.getByRole('button', { name: '修改 林小明' }).click()
  await choose(page, '职业资格等级', '四级/中级')
  await page.getByRole('dialog').getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('row').filter({ hasText: '林小明' })).toContainText('四级/中级')
  await submitSelfEntry()
})

test('2.3.4 消防技术服务机构历史信息查看', async () => {
  await openHome()
  for (const name of ['个人数据', '今日待办', '执业项目', '自主录入信息']) {
    await expect(page.getByRole('heading', { name, level: 2 }).first()).toBeVisible()
  }
  await page.getByRole('link', { name: '自主录入修改历史' }).click()
  await expect(heading('消防技术服务机构自主录入修改历史')).toBeVisible()
  await expect(page.getByRole('row').nth(1)).toContainText('机构修改录入信息')
  // Where the change of an operator arrives before the submission, the system has judged anew by itself in between.
  await page
    .getByRole('row')
    .filter({ hasText: /机构修改录入信息|系统自动重新核对/ })
    .last()
    .getByRole('link', { name: /^查看 .* 的录入$/ })
    .click()
  await expect(page.getByRole('table', { name: '修改内容' })).toContainText('林小明')
})

test('2.4 消防技术服务机构信息管理', async () => {
  await openMenu('业务管理', '消防技术服务机构信息管理')
  await expect(heading('消防技术服务机构信息管理')).toBeVisible()
  await page.getByRole('button', { name: '查看历史信息' }).click()
  await expect(page.getByRole('table', { name: '修改历史' })).toContainText('提交材料')
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
  await photograph(page, '70-organisation')
})

test('2.4.1 消防技术服务机构信息修改', async () => {
  await page.getByRole('link', { name: '修改消防技术服务机构信息' }).click()
  await expect(heading('消防技术服务机构信息修改')).toBeVisible()
  await expect(page.getByText(/登录手机号请在个人中心变更/)).toBeVisible()
  await expect(page.getByRole('textbox', { name: '统一社会信用代码' })).toHaveCount(0)
  await photograph(page, '70-organisation-edit')
  await fill(page, { 机构名称: NEW_NAME, 法定代表人姓名: '戴海平', 公开联系人: '周敏' })
  await page.getByRole('button', { name: '提交', exact: true }).click()
  for (const missing of ['营业执照', '法人证件国徽面', '法人证件头像面']) {
    await expect(page.getByRole('link', { name: new RegExp(`请重新上传${missing}`) })).toBeVisible()
  }
  await photograph(page, '70-organisation-edit-errors')
  await fill(page, { 法定代表人姓名: ORGANISATION.representative.name })
  await page
    .getByLabel('营业执照', { exact: true })
    .setInputFiles(await specimenPicture('licence', { ...ORGANISATION.representative, name: '换证' }))
  await expect(page.getByRole('link', { name: /请重新上传营业执照/ })).toHaveCount(0)
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('机构信息已修改')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('definition').filter({ hasText: NEW_NAME })).toBeVisible()
  await page.getByRole('link', { name: '提交自主录入' }).click()
  await expect(page.getByRole('table', { name: '与上次提交的差异' })).toContainText(NEW_NAME)
})

test('2.5.1 注册消防工程师信息管理', async () => {
  await openMenu('业务管理', '注册消防工程师管理')
  await page.getByRole('button', { name: `修改职位 ${ENGINEER}` }).click()
  await expect(page.getByRole('dialog', { name: '修改职位' })).toBeVisible()
  await choose(page, '职位', '技术负责人')
  await page.getByRole('dialog').getByRole('button', { name: '修改', exact: true }).click()
  await expect(page.getByRole('row').filter({ hasText: ENGINEER }).last()).toContainText('技术负责人')
})

test('2.5.2 消防设施操作员信息管理', async () => {
  await openMenu('业务管理', '消防设施操作员管理')
  await expect(page.getByText(/人数与等级（职业方向）需满足从业条件，请谨慎操作/)).toBeVisible()
  const search = page.getByRole('searchbox', { name: '查询操作员' })
  await search.fill('彭志远')
  await expect(page.getByRole('row').filter({ hasText: '林小明' })).toHaveCount(0)
  await page.getByRole('button', { name: '修改 彭志远' }).click()
  await fillOperator(page, { ...OPERATORS[1], certificateNumber: 'No000099' } as OperatorOnPaper)
  await page.getByRole('dialog').getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('row').filter({ hasText: '彭志远' })).toContainText('No000099')
  await search.fill('')
  await page.getByRole('button', { name: '删除 林小明' }).click()
  await expect(page.getByRole('row').filter({ hasText: '林小明' })).toHaveCount(0)
  await expect(page.getByRole('status').filter({ hasText: '已删除 林小明' })).toBeVisible()
})

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })

/** A step of 自主录入; the page of the same people under 业务管理 has the same words and 管理 after them. */
const leftList = (name: string) =>
  page
    .getByRole('navigation', { name: '业务管理' })
    .getByRole('link', { name: new RegExp(`${name}(?!管理)`) })

async function openMenu(menu: string, entry: string): Promise<void> {
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: menu }).click()
  await page.getByRole('navigation', { name: menu }).getByRole('link', { name: entry, exact: true }).click()
}

async function openHome(): Promise<void> {
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '首页' }).click()
}

/** 核对并提交, until the server has taken it. */
async function submitSelfEntry(): Promise<void> {
  await leftList('核对并提交').click()
  await expect(page.getByText('暂不满足生效条件，也可以提交')).toBeVisible()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(heading('消防技术服务机构自主录入信息查看')).toBeVisible()
  await expect(page.getByText(/录入时间 \d/)).toBeVisible({ timeout: 30_000 })
  await ask(shell, 'sync.run')
}

/** What the development provider says about the legal representative, set as at /dev/outbox. */
async function identityServiceAnswers(answer: 'match' | 'mismatch'): Promise<void> {
  const { documentNumber } = ORGANISATION.representative
  const body = new URLSearchParams({ documentNumber, answer })
  expect((await fetch(`${server.url}/dev/outbox`, { method: 'POST', body })).ok).toBe(true)
}
