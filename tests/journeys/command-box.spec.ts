/** The command box and the keyboard map: an organisation's whole program without the mouse, with and without the network. */
import type { Locator, Page } from '@playwright/test'
import { dayFromToday } from '../support/journey/days.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import {
  ask,
  completeOrganisation,
  employEngineer,
  enterProject,
} from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import type { Shell } from '../support/shell-host.ts'
import { test, expect } from '../support/shells.ts'
import { openPage } from '../support/journey/open-page.ts'

test.use({ printerOptions: [] })
test.setTimeout(240_000)

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(71),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820371',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
const OPERATORS = ['苗佳', '罗然华', '徐晓欣']

async function addOperators(shell: Shell): Promise<void> {
  for (const [index, name] of OPERATORS.entries()) {
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
}

async function expectPage(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
}

const box = (page: Page) => page.getByRole('dialog', { name: '命令框' })
const field = (page: Page) => page.getByRole('combobox', { name: '查找页面、操作、人员、项目和标签' })
const chosen = (page: Page): Locator => box(page).getByRole('option', { selected: true })

/** Types into the box and takes the first line, which must be the one named. */
async function goTo(page: Page, text: string, line: RegExp): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await field(page).fill(text)
  await expect(chosen(page)).toHaveText(line)
  await page.keyboard.press('Enter')
  await expect(box(page)).toHaveCount(0)
}

async function look(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 1093, height: 574 })
  await photograph(page, `${name}-1093`)
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await photograph(page, `${name}-1366-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await photograph(page, `${name}-1366`)
}

test('the command box goes to every page, record and action by a few letters, offline too', async ({
  shell,
  server,
  openWorkstation,
}) => {
  const { page } = shell
  const { organisationId } = await completeOrganisation(shell, server, ORGANISATION)
  await employEngineer(server, { office: shell, other: await openWorkstation() }, organisationId, {
    name: '雷震宇',
    idNumber: madeCitizenId('19820921', 331),
    mobile: '13651880071',
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
  await addOperators(shell)
  const serial = await printLabel(shell)
  await page.reload()
  await expectPage(page, '首页')

  await test.step('opens by key and by button, and gives the focus back', async () => {
    const opener = page.getByRole('button', { name: '查找', exact: true })
    await opener.click()
    await expect(field(page)).toBeFocused()
    await expect(box(page).getByRole('option').first()).toHaveText(/添加操作员|打印维保标签/)
    await expect(box(page).getByRole('group', { name: /操作/ }).getByRole('option')).toHaveCount(7)
    await look(page, 'command-box')
    const count = await box(page).getByRole('option').count()
    await page.keyboard.press('ArrowUp')
    await expect(
      box(page)
        .getByRole('option')
        .nth(count - 1),
    ).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ArrowDown')
    await expect(box(page).getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Escape')
    await expect(box(page)).toHaveCount(0)
    await expect(opener).toBeFocused()
    await page.keyboard.press('Control+k')
    await expect(box(page)).toBeVisible()
    await page.keyboard.press('Control+k')
    await expect(box(page)).toHaveCount(1)
    await field(page).fill('没有这一项')
    await expect(box(page)).toContainText('没有找到“没有这一项”')
    await look(page, 'command-box-nothing')
    await box(page).getByRole('button', { name: '清空' }).click()
    await expect(field(page)).toBeFocused()
    await page.keyboard.press('Escape')
  })

  await test.step('goes to people, projects and labels, and shows no number of a person', async () => {
    await page.keyboard.press('Control+k')
    await field(page).fill('金鹰')
    await expect(box(page).getByRole('option')).toHaveCount(2)
    await look(page, 'command-box-found')
    await field(page).fill('佳')
    await expect(box(page)).not.toContainText(/\d{3}\*+\d{4}/)
    await page.keyboard.press('Escape')

    await goTo(page, '苗佳', /^苗佳/)
    await expectPage(page, '消防设施操作员管理')
    await expect(page.getByRole('searchbox', { name: '查询操作员' })).toHaveValue('苗佳')
    await expect(page.getByText('找到 1 人')).toBeVisible()
    expect(decodeURIComponent(page.url())).not.toContain('苗佳')
    await goTo(page, '罗然华', /^罗然华/)
    await expect(page.getByRole('searchbox', { name: '查询操作员' })).toHaveValue('罗然华')
    await goTo(page, '雷震宇', /^雷震宇/)
    await expectPage(page, '注册消防工程师管理')
    const engineers = page.getByRole('table', { name: '注册消防工程师' })
    await expect(engineers.getByRole('row', { name: /雷震宇/ })).toBeFocused()
    await goTo(page, 'wb20260117', /^金鹰大厦消防设施维护保养/)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('金鹰大厦消防设施维护保养')
    await goTo(page, serial.replaceAll('-', ''), new RegExp(`^${serial}`))
    await expectPage(page, '打印记录')
    await expect(page.getByLabel('查询打印记录')).toHaveValue(serial)
  })

  await test.step('starts what is done most, without the network too', async () => {
    await shell.goOffline()
    await goTo(page, 'tjczy', /^添加操作员/)
    const dialog = page.getByRole('dialog', { name: '添加操作员' })
    await expect(dialog.getByLabel('姓名')).toBeFocused()
    await page.keyboard.press('Control+k')
    await expect(box(page)).toHaveCount(0)
    await page.keyboard.type('章小草')
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    expect(page.url()).not.toContain('do=')
    await goTo(page, '添加执业项目', /^添加执业项目/)
    await expectPage(page, '添加执业项目')
    await goTo(page, 'dywb', /^打印维保标签/)
    await expectPage(page, '打印维保标签')
    await goTo(page, '导出未同步', /^导出未同步内容/)
    await expect(page.getByRole('dialog', { name: '导出未同步内容' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await shell.goOnline()
    await goTo(page, '立即', /^立即同步/)
    await expectPage(page, '同步中心')
    await expect(page.getByText('没有待同步的内容')).toBeVisible()
  })
})

test('the keyboard map works on every page and is listed where it is asked for', async ({
  shell,
  server,
}) => {
  const { page } = shell
  await completeOrganisation(shell, server, ORGANISATION)
  await addOperators(shell)
  await page.reload()
  await expectPage(page, '首页')

  for (const [place, title] of ['首页', '基础信息', '个人中心', '执业项目'].entries()) {
    await page.keyboard.press(`Alt+${String(place + 1)}`)
    await expectPage(page, title)
  }

  await openPage(page, '/people/operators', '消防设施操作员管理')
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('searchbox', { name: '查询操作员' })).toBeFocused()
  await page.keyboard.type('苗?')
  await expect(page.getByRole('searchbox', { name: '查询操作员' })).toHaveValue('苗?')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('searchbox', { name: '查询操作员' }).fill('')

  await page.getByRole('button', { name: '快捷键一览' }).focus()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: '快捷键一览' })
  await expect(sheet).toContainText('添加操作员')
  await expect(sheet).toContainText('Alt + N')
  await expect(sheet).toContainText('执业活动')
  await look(page, 'shortcuts')
  await page.keyboard.press('Alt+n')
  await expect(page.getByRole('dialog', { name: '添加操作员' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(page.getByRole('button', { name: '快捷键一览' })).toBeFocused()
  await page.keyboard.press('F1')
  const help = page.getByRole('complementary', { name: '帮助' })
  await expect(help).toContainText('消防设施操作员信息管理')
  await page.keyboard.press('Escape')
  await expect(help).toHaveCount(0)

  await page.keyboard.press('Alt+n')
  const dialog = page.getByRole('dialog', { name: '添加操作员' })
  await expect(dialog.getByLabel('姓名')).toBeFocused()
  await page.keyboard.type('章小草')
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/草稿已保存 \d\d:\d\d/).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

/** Prints one label of the first project and answers its serial. */
async function printLabel(shell: Shell): Promise<string> {
  const [project] = await ask<{ id: string }[]>(shell, 'practice.listProjects')
  const [printer] = await ask<{ id: string }[]>(shell, 'printing.listPrinters')
  const [printed] = await ask<{ label: { serial: string } }[]>(shell, 'labels.print', {
    fields: {
      projectId: project?.id,
      building: '1 号楼 3 层',
      system: '室内消火栓系统',
      maintainedOn: dayFromToday(0),
      nextDueOn: '',
      contactPhone: '025-84567890',
    },
    printerId: printer?.id,
    count: 1,
    copies: 1,
  })
  return printed?.label.serial ?? ''
}
