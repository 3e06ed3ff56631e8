/** A printed label held under a phone: what the public sees of it in every state, on a page of its own that needs no script (product.md §6). */
import { devices, type BrowserContext, type Page } from '@playwright/test'
import { dayFromToday } from '../support/journey/days.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { readCode, receivedLabel } from '../support/journey/printed-label.ts'
import {
  ask,
  completeOrganisation,
  employEngineer,
  enterProject,
} from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { test, expect } from '../support/shells.ts'

test.use({ printerOptions: [] })
test.setTimeout(180_000)

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(74),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820374',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
const ENGINEER = {
  name: '雷震宇',
  idNumber: madeCitizenId('19820921', 331),
  mobile: '13651880074',
  level: '一级',
  qualificationNumber: '00012340',
  managementNumber: '2021103200000',
  validUntil: dayFromToday(700),
  password: 'engineer_2026',
} as const
const BUILDING = '金鹰国际购物中心裙楼 3 层东侧'
const PLACE = { building: BUILDING, system: '室内消火栓系统' }

test('a label scanned by a phone: not reported yet, genuine, forged, cut off and withdrawn are told plainly and without script', async ({
  browser,
  shell,
  server,
  openWorkstation,
  printer,
}) => {
  const other = await openWorkstation()
  const { organisationId } = await completeOrganisation(shell, server, ORGANISATION)
  await employEngineer(server, { office: shell, other }, organisationId, ENGINEER)
  const contract = { contractNumber: 'WB-2026-0117', contractName: '金鹰国际购物中心消防设施维护保养' }
  await enterProject(shell, { ...contract, ...PLACE })
  await shell.goOffline()
  const label = await printOne()
  await expect
    .poll(() => printer?.captured().includes('PRINT'), { message: 'the printer has the label' })
    .toBe(true)
  const link = readCode(receivedLabel(printer?.captured() ?? Buffer.alloc(0))) ?? ''
  expect(link).toMatch(/\/l\//)

  const scriptless = await browser.newContext({
    ...devices['Pixel 7'],
    locale: 'zh-CN',
    javaScriptEnabled: false,
  })
  const usual = await browser.newContext({ ...devices['Pixel 7'], locale: 'zh-CN' })
  try {
    await look('unreported', link, ['签名真实，机构尚未上报', ORGANISATION.name, label.serial])
    await shell.goOnline()
    await ask(shell, 'sync.run')
    await look('genuine', link, ['标签真实有效', BUILDING, PLACE.system, '雷**', dayFromToday(0)])
    const dot = link.lastIndexOf('.')
    const other64 = link.at(dot + 5) === 'A' ? 'B' : 'A'
    const forged = `${link.slice(0, dot + 5)}${other64}${link.slice(dot + 6)}`
    await look('forged', forged, ['标签无法通过核验', '标签可能是伪造的'])
    await look('cut-off', link.slice(0, -20), ['标签码不完整', '请对准标签重新扫描'])
    await ask(shell, 'labels.withdraw', { labelId: label.id, reason: '贴错了部位' })
    await ask(shell, 'sync.run')
    await look('withdrawn', link, ['标签已作废', '贴错了部位'])
  } finally {
    await scriptless.close()
    await usual.close()
  }

  async function printOne(): Promise<{ id: string; serial: string }> {
    const [project] = await ask<{ id: string }[]>(shell, 'practice.listProjects')
    const [found] = await ask<{ id: string }[]>(shell, 'printing.listPrinters')
    const times = { maintainedOn: dayFromToday(0), nextDueOn: dayFromToday(30) }
    const [printed] = await ask<{ label: { id: string; serial: string } }[]>(shell, 'labels.print', {
      fields: { projectId: project?.id, ...PLACE, ...times, contactPhone: '025-84567890' },
      printerId: found?.id,
      count: 1,
      copies: 1,
    })
    if (!printed) throw new Error('no label was printed')
    return printed.label
  }

  /** Read without script, photographed and asked by axe with it: axe is a script. */
  async function look(name: string, url: string, words: readonly string[]): Promise<void> {
    const plain = await openOn(scriptless, url)
    for (const one of words) await expect(plain.getByText(one).first()).toBeVisible()
    await plain.close()
    const page = await openOn(usual, url)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words[0] ?? '')
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(beyond, `${name} is as wide as the phone`).toBeLessThanOrEqual(0)
    await photograph(page, `scanned-${name}`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await photograph(page, `scanned-${name}-dark`)
    await page.close()
  }
})

async function openOn(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  return page
}
