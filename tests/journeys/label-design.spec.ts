/** A template from the first element to the paper: designed, synced to a second workstation, printed by it dot for dot, and the label checked. */
import type { Page } from '@playwright/test'
import type { TemplateView } from '../../domain/labels/design/label-templates-contract.ts'
import { dayFromToday } from '../support/journey/days.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { firstDifferentDot, previewDots, readCode, receivedLabel } from '../support/journey/printed-label.ts'
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
  creditCode: madeCreditCode(17),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820517',
  password: 'anDun_2026d',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 273), mobile: '13851820517' },
}

test('a template is designed, synced, printed as it is shown, and its label checked', async ({
  shell,
  server,
  printer,
  openWorkstation,
}) => {
  test.setTimeout(600_000)
  const page = shell.page
  const other = await openWorkstation()
  await completeOrganisation(shell, server, ORGANISATION)
  await employEngineer(server, { office: shell, other }, (await organisationId()) ?? null, {
    name: '雷震宇',
    idNumber: madeCitizenId('19820921', 431),
    mobile: '13651880517',
    level: '一级',
    qualificationNumber: '00012340',
    managementNumber: '2021103200000',
    validUntil: dayFromToday(700),
    password: 'engineer_2026',
  })
  await enterProject(shell, {
    contractNumber: 'WB-2026-0217',
    contractName: '金鹰大厦消防设施维护保养',
    building: '1 号楼 3 层',
    system: '室内消火栓系统',
  })

  await test.step('a design begins as one that can be printed; elements are added, moved, undone', async () => {
    await page.reload()
    await expect(page.getByRole('heading', { name: '首页' })).toBeVisible()
    await open(page, '#/label-templates/new')
    await expect(page.getByRole('region', { name: '检查结果' })).toContainText('符合打印要求')
    await page.getByLabel('模板名称').fill('安盾六十乘四十')
    const list = page.getByRole('region', { name: /^元素/ })
    await page.getByRole('button', { name: '添加元素' }).click()
    await expect(page.getByRole('menuitem', { name: '固定文字' })).toBeVisible()
    await everyLook(page, 'label-design-menu')
    await page.getByRole('menuitem', { name: '固定文字' }).click()
    await page.getByLabel('文字', { exact: true }).fill('24 小时服务')
    await expect(list.getByRole('button', { name: '文字 24 小时服务' })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await everyLook(page, 'label-design-text')
    await list.getByRole('button', { name: '文字 24 小时服务' }).focus()
    await page.keyboard.press('Delete')
    await expect(list.getByRole('button', { name: '文字 24 小时服务' })).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(list.getByRole('button', { name: '文字 24 小时服务' })).toBeVisible()
    await list.getByRole('button', { name: '文字 24 小时服务' }).click()
    await page.keyboard.press('Delete')
    await list.getByRole('button', { name: '字段 项目负责人' }).click()
    await page.keyboard.press('Shift+ArrowRight')
    await expect(page.getByLabel('左（mm）')).toHaveValue('3')
  })

  await test.step('what breaks a rule is said and leads to its element', async () => {
    const list = page.getByRole('region', { name: /^元素/ })
    await list.getByRole('button', { name: '二维码 二维码' }).click()
    await page.getByLabel('宽（mm）').fill('12')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('region', { name: '检查结果' })).toContainText('二维码的边长应不小于')
    await everyLook(page, 'label-design-problem')
    await page.keyboard.press('Control+z')
    // The leader's name, a millimetre to the right, is too near the code as well.
    await expect(page.getByRole('region', { name: '检查结果' })).toContainText('“项目负责人”离二维码太近')
    await page.keyboard.press('Control+z')
    await expect(page.getByRole('region', { name: '检查结果' })).toContainText('符合打印要求')
    await dragElement(page)
    await everyLook(page, 'label-design')
  })

  await test.step('saved and synced, the second workstation has it', async () => {
    await page.getByRole('button', { name: '保存模板' }).click()
    await expect(page.getByRole('status').filter({ hasText: '已保存' })).toBeVisible()
    await everyLook(page, 'label-templates')
    await ask(shell, 'sync.run')
    await ask(other, 'accounts.signOut')
    const { mobile, password } = ORGANISATION
    await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
    await ask(other, 'sync.run')
    const [there] = await ask<TemplateView[]>(other, 'labelTemplates.list')
    const [here] = await ask<TemplateView[]>(shell, 'labelTemplates.list')
    expect(there).toEqual(here)
    expect(here).toMatchObject({ name: '安盾六十乘四十', revision: 1, syncState: 'synced' })
  })

  await test.step('the printed label is the preview', async () => {
    await open(page, '#/labels/print')
    await page.getByRole('combobox', { name: '执业项目' }).click()
    await page.getByRole('option', { name: /金鹰大厦/ }).click()
    await page.getByRole('combobox', { name: '标签模板' }).click()
    await page.getByRole('option', { name: /安盾六十乘四十/ }).click()
    await expect(page.getByRole('img', { name: /维保标签预览/ })).toBeVisible()
    await page.waitForTimeout(800)
    const shown = await previewDots(page)
    await everyLook(page, 'label-print-template')
    await page.getByRole('button', { name: '打印维保标签' }).click()
    await expect(page.getByRole('status').filter({ hasText: '1 张已送达打印机' })).toBeVisible({
      timeout: 30_000,
    })
    const received = receivedLabel(printer!.captured())
    expect(firstDifferentDot(shown, received)).toBeNull()
    const link = readCode(received) ?? ''
    await ask(shell, 'sync.run')
    await open(page, '#/labels')
    await expect(page.getByRole('grid', { name: '打印记录' })).toContainText('安盾六十乘四十（第 1 版）')
    await everyLook(page, 'label-register')
    await open(page, '#/labels/check')
    await page.getByLabel('标签编号或二维码内容').fill(link)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: '核验结果' })).toContainText('有效')
    await shell.goOffline()
    await page.getByRole('button', { name: '核验' }).click()
    await expect(page.getByRole('region', { name: '核验结果' })).toContainText('未联网核对')
    await expect(page.getByRole('region', { name: '核验结果' })).toContainText('有效')
    await everyLook(page, 'label-check')
    await shell.goOnline()
  })

  async function organisationId(): Promise<string | null> {
    const session = await ask<{ organisationId: string | null } | null>(shell, 'accounts.current')
    return session?.organisationId ?? null
  }
})

async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate((target) => (location.hash = target), hash)
  await expect(page.getByRole('progressbar')).toHaveCount(0)
}

/** By the pointer: the serial a little down and back. */
async function dragElement(page: Page): Promise<void> {
  const box = page.locator('[data-element="serial"]')
  const place = await box.boundingBox()
  if (!place) throw new Error('the serial is not on the canvas')
  const x = place.x + place.width / 2
  const y = place.y + place.height / 2
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x - 30, y, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByRole('button', { name: '字段 编号' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Escape')
}

async function everyLook(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1366, 768],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(250)
    await photograph(page, `${name}-${String(width)}`)
  }
}
