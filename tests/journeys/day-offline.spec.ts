/** A day without network at two workstations of one organisation: what was entered, printed and typed is there in the evening, everywhere and once. */
import type { Page } from '@playwright/test'
import type { Draft } from '../../domain/drafts/draft.ts'
import type { LabelView } from '../../domain/labels/labels-contract.ts'
import type { OperatorFields } from '../../domain/people/operator.ts'
import type { OperatorView } from '../../domain/people/people-contract.ts'
import type { ProjectView } from '../../domain/practice/practice-contract.ts'
import type { OutboxEntry, SyncStatus } from '../../domain/sync/sync-contract.ts'
import { expectShown } from '../support/expect-shown.ts'
import { dayFromToday } from '../support/journey/days.ts'
import { choose, fill } from '../support/journey/form-filling.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import {
  addOperators,
  signOut,
  type EngineerOnPaper,
  type OperatorOnPaper,
} from '../support/journey/people-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { addProject, fillDay, type ProjectOnPaper } from '../support/journey/practice-steps.ts'
import { firstDifferentDot, previewDots, readCode, receivedLabel } from '../support/journey/printed-label.ts'
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

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(71),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820471',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 179), mobile: '13851820413' },
}
const ENGINEER: EngineerOnPaper = {
  name: '雷震宇',
  idNumber: madeCitizenId('19820921', 333),
  mobile: '13651880071',
  level: '一级',
  qualificationNumber: '00012371',
  managementNumber: '2021103200071',
  validUntil: dayFromToday(700),
  password: 'engineer_2026',
}
/** Known to everybody before the day begins. */
const MIAO: OperatorFields = {
  name: '苗佳',
  idNumber: madeCitizenId('19930415', 201),
  mobile: '13800138000',
  certificateNumber: 'No000001',
  level: 'three',
  direction: 'maintenance',
}
const KNOWN_PROJECT = {
  contractNumber: 'WB-2026-0117',
  contractName: '金鹰大厦消防设施维护保养',
  building: '1 号楼 3 层',
  system: '室内消火栓系统',
}
const [LUO, XU, MA] = ['罗然华', '徐晓欣', '马浩'].map((name, index) => ({
  name,
  level: '四级/中级',
  direction: '消防设施监控操作',
  idNumber: madeCitizenId(`199${String(index + 4)}0415`, 205 + index),
  mobile: `1380013801${String(index)}`,
  certificateNumber: `No00010${String(index)}`,
})) as [OperatorOnPaper, OperatorOnPaper, OperatorOnPaper] // Safe: made of three names.
const NEW_PROJECT: ProjectOnPaper = {
  contractNumber: 'WB-2026-0118',
  contractName: '新街口地下商场消防设施维护保养',
  clientName: '南京新街口商业管理有限公司',
  address: '中山路 18 号',
  technicalLeader: ENGINEER.name,
  projectLeader: ENGINEER.name,
  building: '负一层',
  system: '自动喷水灭火系统',
  plannedFrom: dayFromToday(3),
  plannedTo: dayFromToday(367),
}
const TYPED_ADDRESS =
  '中央路 201 号国际广场南塔楼地下二层消防控制室旁设备间，由物业前台登记后从三号货梯下到负二层左转第二道门进入，钥匙在值班室'
/** What the draft's promise leaves to chance. */
const UNSAVED_MS = 800

test('two workstations work a day without network, one is killed in mid-word; in the evening everything is everywhere, once', async ({
  shell: front,
  server,
  printer,
  openWorkstation,
}) => {
  if (!printer) throw new Error('the virtual printer is part of this day')
  test.setTimeout(420_000)
  // Only one workstation has the printer: umockdev does not tell two processes reliably of what comes and goes.
  const withoutPrinter = { env: { LD_PRELOAD: '', UMOCKDEV_DIR: '' } }
  const back = await openWorkstation(withoutPrinter)
  const { organisationId } = await completeOrganisation(front, server, ORGANISATION)
  await employEngineer(server, { office: front, other: back }, organisationId, ENGINEER)
  await enterProject(front, KNOWN_PROJECT)
  await ask(front, 'people.saveOperator', { operatorId: null, fields: MIAO })
  await ask(front, 'sync.run')
  await ask(back, 'accounts.signOut')
  await signInThere(back)
  let code = ''

  await test.step('in the morning both are cut off', async () => {
    for (const workstation of [front, back]) {
      await workstation.goOffline()
      await ask(workstation, 'sync.run')
      await workstation.page.reload()
      await expect(workstation.page.getByText('离线，可继续填写，联网后自动同步')).toBeVisible()
    }
  })

  await test.step('the front office enters operators and a project and prints a label', async () => {
    const { page } = front
    await openPage(page, '/people/operators', '消防设施操作员管理')
    await addOperators(page, [LUO, XU])
    await expect(rowOf(page, XU.name)).toContainText('待同步')
    await addProject(page, NEW_PROJECT)
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByRole('heading', { name: NEW_PROJECT.contractName })).toBeVisible()
    await openPage(page, '/labels/print', '打印维保标签')
    await choose(page, '执业项目', new RegExp(KNOWN_PROJECT.contractNumber))
    await choose(page, '建筑/部位', KNOWN_PROJECT.building)
    await choose(page, '设施系统', KNOWN_PROJECT.system)
    await fillDay(page, '维保日期', dayFromToday(0))
    await fillDay(page, '下次维保日期', dayFromToday(30))
    await choose(page, '标签打印机', /^TSC/)
    await expect(page.getByRole('img', { name: /维保标签预览/ })).toBeVisible()
    await expect.poll(async () => readCode(await previewDots(page))).toMatch(/\/l\//)
    const shown = await previewDots(page)
    await page.getByRole('button', { name: '打印维保标签', exact: true }).click()
    await expect(page.getByText('1 张已送达打印机')).toBeVisible({ timeout: 30_000 })
    const printed = receivedLabel(printer.captured())
    expect(firstDifferentDot(shown, printed)).toBeNull()
    code = readCode(printed) ?? ''
    await expectWaiting(front, [
      'operator.save',
      'operator.save',
      'project.save',
      'label.issue',
      'label.record-print',
    ])
    await photograph(page, 'day-offline-front')
  })

  await test.step('the back office changes another operator, adds one, and leaves a project half typed', async () => {
    const { page } = back
    await openPage(page, '/people/operators', '消防设施操作员管理')
    await page.getByRole('button', { name: `修改 ${MIAO.name}` }).click()
    const dialog = page.getByRole('dialog', { name: '修改操作员' })
    await dialog.getByLabel('证书编号').fill('No000999')
    await dialog.getByRole('button', { name: '保存', exact: true }).click()
    await expect(dialog).toBeHidden()
    await addOperators(page, [MA])
    await openPage(page, '/practice/new', '添加执业项目')
    await fill(page, { 合同编号: 'WB-2026-0119', 合同名称: '河西会展中心维护保养', 服务对象名称: '河西' })
    await openPage(page, '/drafts', '草稿箱')
    await expect(page.getByRole('grid', { name: '草稿箱' })).toContainText('河西会展中心维护保养')
    await photograph(page, 'day-offline-drafts')
    // Opening an operator for editing looks at both numbers of that person.
    const looks = ['personal-data.reveal', 'personal-data.reveal'] as const
    await expectWaiting(back, [...looks, 'operator.save', 'operator.save'])
  })

  await test.step('the front office is killed in mid-word: what was typed up to 800 ms before is there', async () => {
    const { page } = front
    await openPage(page, '/practice/new', '添加执业项目')
    await fill(page, { 合同编号: 'WB-2026-0120', 合同名称: '国际广场维护保养' })
    await recordTyping(page)
    const field = page.getByLabel('项目地址')
    const typing = field.pressSequentially(TYPED_ADDRESS, { delay: 70 })
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.value.length === 40)
    const killedAt = Date.now()
    await front.kill()
    await typing
    const due = (await typedUntil(page, killedAt - UNSAVED_MS)) ?? ''
    expect(due.length).toBeGreaterThan(10)
    await expect(page.getByRole('alert').filter({ hasText: '草稿没有保存' })).toBeVisible()
    await photograph(page, 'day-offline-killed')

    await front.restartShell()
    await expect(front.page.getByRole('main')).toBeVisible()
    await openPage(front.page, '/drafts', '草稿箱')
    await front.page.getByRole('link', { name: '继续填写 国际广场维护保养' }).click()
    await expect(front.page.getByText(/已恢复 .* 的草稿/)).toBeVisible()
    const restored = await front.page.getByLabel('项目地址').inputValue()
    expect(restored.startsWith(due), `“${restored}” begins with “${due}”`).toBe(true)
    expect(TYPED_ADDRESS.startsWith(restored)).toBe(true)
    await photograph(front.page, 'day-offline-restored')
    await expectWaiting(front, [
      'operator.save',
      'operator.save',
      'project.save',
      'label.issue',
      'label.record-print',
    ])
  })

  await test.step('signing out and in again without network loses nothing', async () => {
    const { page } = front
    await signOut(page, ORGANISATION.name)
    await page.evaluate(() => (location.hash = '#/sign-in'))
    await fill(page, { 手机号码: ORGANISATION.mobile, 登录密码: ORGANISATION.password })
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await expect(page.getByRole('heading', { name: '首页' })).toBeVisible()
    await openPage(page, '/sync', '同步中心')
    await expect(page.getByRole('button', { name: '待同步 5' })).toBeVisible()
    await expect(page.getByRole('link', { name: /待同步 5/ })).toBeVisible()
    await expect(page.getByRole('grid', { name: '未同步的内容' })).toContainText('等待重新登录')
    await photograph(page, 'day-offline-sync-centre')
    expect(await titlesOfDrafts(front)).toEqual(['国际广场维护保养'])
  })

  const evening = Date.now()
  await test.step('in the evening both come back at once, and everything arrives by itself', async () => {
    await Promise.all([front.goOnline(), back.goOnline()])
    const { page } = front
    await page.getByRole('button', { name: '重新登录' }).click()
    await fill(page, { 手机号码: ORGANISATION.mobile, 登录密码: ORGANISATION.password })
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await openPage(back.page, '/sync', '同步中心')
    for (const workstation of [front, back]) {
      await expect(workstation.page.getByRole('heading', { level: 1 })).toContainText('同步中心')
      await expect(workstation.page.getByText('没有待同步的内容')).toBeVisible({ timeout: 60_000 })
      await expect(workstation.page.getByRole('link', { name: /已全部同步/ })).toBeVisible()
      await expect(
        workstation.page.getByText(/^最近一次同步（服务器确认）\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/),
      ).toBeVisible()
      const { lastConfirmedAt } = await ask<SyncStatus>(workstation, 'sync.status')
      expect(Date.parse(lastConfirmedAt ?? '')).toBeGreaterThan(evening)
    }
    await photograph(page, 'day-offline-evening')
  })

  await test.step('both and a workstation that was never there show the same, each thing once', async () => {
    const fresh = await openWorkstation(withoutPrinter)
    await expectShown(fresh)
    await signInThere(fresh)
    const expected = {
      operators: [
        `${LUO.name} ${LUO.certificateNumber}`,
        `${MA.name} ${MA.certificateNumber}`,
        `${MIAO.name} No000999`,
        `${XU.name} ${XU.certificateNumber}`,
      ].sort(),
      projects: [KNOWN_PROJECT.contractNumber, NEW_PROJECT.contractNumber],
      labels: [`${KNOWN_PROJECT.building} 1`],
      notSynced: 0,
    }
    for (const workstation of [fresh, front, back]) {
      await expect(async () => expect(await contentOf(workstation)).toEqual(expected)).toPass({
        timeout: 40_000,
      })
    }
    const scanned = await front.page.context().newPage()
    await scanned.goto(code)
    await expect(scanned.getByText(KNOWN_PROJECT.building)).toBeVisible()
    await scanned.close()
    expect(await titlesOfDrafts(front)).toEqual(['国际广场维护保养'])
    expect(await titlesOfDrafts(back)).toEqual(['河西会展中心维护保养'])
    expect(await titlesOfDrafts(fresh)).toEqual([])
    await openPage(back.page, '/people/operators', '消防设施操作员管理')
    await expect(rowOf(back.page, LUO.name)).toContainText('已同步')
    await photograph(back.page, 'day-offline-everywhere')
  })
})

async function signInThere(shell: Shell): Promise<void> {
  const { mobile, password } = ORGANISATION
  await ask(shell, 'accounts.signIn', { kind: 'password', mobile, password })
  await ask(shell, 'sync.run')
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

/** The list of what waits, and the number in the corner of the screen. */
async function expectWaiting(shell: Shell, names: OutboxEntry['name'][]): Promise<void> {
  const entries = await ask<OutboxEntry[]>(shell, 'sync.listOutbox')
  expect(entries.map(({ name }) => name).sort()).toEqual([...names].sort())
  await expect(shell.page.getByRole('link', { name: `待同步 ${names.length}` })).toBeVisible()
}

/** What stands in the field after every keystroke, with its moment. */
async function recordTyping(page: Page): Promise<void> {
  await page.evaluate(() => {
    const typed: { at: number; text: string }[] = []
    Object.assign(globalThis, { typed })
    document.addEventListener(
      'input',
      ({ target }) => {
        if (target instanceof HTMLInputElement) typed.push({ at: Date.now(), text: target.value })
      },
      true,
    )
  })
}

async function typedUntil(page: Page, moment: number): Promise<string | undefined> {
  return page.evaluate((until) => {
    // Safe: recordTyping has put it there.
    const { typed } = globalThis as unknown as { typed: { at: number; text: string }[] }
    return typed.findLast(({ at }) => at <= until)?.text
  }, moment)
}

async function titlesOfDrafts(shell: Shell): Promise<string[]> {
  return (await ask<Draft[]>(shell, 'drafts.list')).map(({ title }) => title)
}

async function contentOf(shell: Shell) {
  const operators = await ask<OperatorView[]>(shell, 'people.listOperators')
  const projects = await ask<ProjectView[]>(shell, 'practice.listProjects')
  const labels = await ask<LabelView[]>(shell, 'labels.list', { projectId: null })
  return {
    operators: operators.map(({ name, certificateNumber }) => `${name} ${certificateNumber}`).sort(),
    projects: projects.map(({ contractNumber }) => contractNumber).sort(),
    labels: labels.map(({ building, prints }) => `${building} ${prints.length}`),
    notSynced: [...operators, ...projects, ...labels].filter(({ syncState }) => syncState !== 'synced')
      .length,
  }
}
