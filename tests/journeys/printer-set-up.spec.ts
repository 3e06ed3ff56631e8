/** A new printer is set up by a test label; a batch whose paper runs out goes on where it stood, and nothing is printed twice. */
import type { PrintJob } from '../../domain/printing/print-job.ts'
import type { Printer } from '../../domain/printing/printing-contract.ts'
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
import { startNetworkLabelPrinter } from '../support/network-label-printer.ts'
import { test, expect } from '../support/shells.ts'
import { createTsplPaper } from '../print-torture/tspl-paper.ts'

const organisation = (number: number): OrganisationOnPaper => ({
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(number),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: `139518203${number}`,
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
})
test.setTimeout(240_000)

test.describe('with a printer on USB', () => {
  test.use({ printerOptions: [] })

  test('a batch of 30 labels stops when the paper ends at 17 and goes on where it stood', async ({
    shell,
    server,
    printer,
    openWorkstation,
  }) => {
    if (!printer) throw new Error('this journey needs its printer')
    const { organisationId } = await completeOrganisation(shell, server, organisation(81))
    await employEngineer(server, { office: shell, other: await openWorkstation() }, organisationId, {
      name: '雷震宇',
      idNumber: madeCitizenId('19820921', 331),
      mobile: '13651880081',
      level: '一级',
      qualificationNumber: '00012381',
      managementNumber: '2021103200081',
      validUntil: dayFromToday(700),
      password: 'engineer_2026',
    })
    await enterProject(shell, {
      contractNumber: 'WB-2026-0117',
      contractName: '金鹰大厦消防设施维护保养',
      building: '1 号楼 3 层',
      system: '室内消火栓系统',
    })
    const [project] = await ask<{ id: string }[]>(shell, 'practice.listProjects')
    const printers = await ask<Printer[]>(shell, 'printing.listPrinters')
    const printerId = printers.find(({ transport }) => transport === 'usb')?.id ?? ''
    const { page } = shell
    await page.reload()
    await page.setViewportSize({ width: 1366, height: 768 })
    await openPage(page, '/printers', '标签打印机')
    const JOB_BYTES = 19_366
    // Within the picture of the seventeenth label; the questions between the labels are a few bytes each.
    await printer.command('paperAfter', { bytes: 16 * JOB_BYTES + Math.round(JOB_BYTES / 2) })
    await ask(shell, 'labels.print', {
      fields: {
        projectId: project?.id,
        building: '1 号楼 3 层',
        system: '室内消火栓系统',
        maintainedOn: dayFromToday(0),
        nextDueOn: dayFromToday(30),
        contactPhone: '13951820381',
      },
      printerId,
      count: 30,
      copies: 1,
    })
    const table = page.getByRole('table', { name: '打印任务' })
    await expect(table.getByText('需要处理')).toBeVisible({ timeout: 30_000 })
    await expect(table).toContainText('缺纸')
    await photograph(page, 'batch-paper-out')
    const states = async () =>
      (await ask<PrintJob[]>(shell, 'printing.listJobs')).map(({ state }) => state).reverse()
    expect((await states()).indexOf('needs-attention')).toBe(16)
    expect((await states()).filter((state) => state === 'waiting')).toHaveLength(13)

    await printer.command('paper', { out: false })
    await page.getByRole('button', { name: /^重打/ }).click()
    await expect.poll(states, { timeout: 30_000 }).toEqual(Array.from({ length: 30 }, () => 'confirmed'))
    await photograph(page, 'batch-went-on')
    // Safe: what vprinter.py's state() holds.
    const log = (await printer.command('state'))['paper'] as [number, boolean][]
    const paper = createTsplPaper()
    paper.feed(printer.captured(), (position) => log.findLast(([from]) => position > from)?.[1] ?? false)
    const good = paper.labels.filter((label) => label.good).map(({ picture }) => picture)
    expect([good.length, new Set(good).size, paper.labels.length]).toEqual([30, 30, 31])
  })
})

test('a new ZPL printer that prints upside down is set up by two test labels and a compressed one', async ({
  shell,
  server,
}) => {
  const printer = await startNetworkLabelPrinter('zpl')
  await completeOrganisation(shell, server, organisation(82))
  await ask(shell, 'printing.addNetworkPrinter', {
    host: '127.0.0.1',
    port: printer.port,
    name: '二楼档案室',
  })
  const { page } = shell
  await page.reload()
  await page.setViewportSize({ width: 1366, height: 768 })
  await openPage(page, '/printers', '标签打印机')
  const panel = page.getByRole('article', { name: '二楼档案室' })
  await expect(panel).toContainText('打印机就绪')
  await panel.getByRole('button', { name: '设置向导' }).click()
  const dialog = page.getByRole('dialog', { name: '设置向导 二楼档案室' })
  await photograph(page, 'printer-guide')
  const sent = () => printer.received().toString('latin1')
  const labels = (mark: RegExp) => [...sent().matchAll(mark)].length

  await dialog.getByRole('button', { name: '打印测试标签' }).click()
  await expect(dialog).toContainText('和哪一张一样')
  await expect.poll(() => labels(/\^PON/g)).toBe(1)
  await photograph(page, 'printer-guide-look')
  await page.setViewportSize({ width: 1920, height: 1080 })
  await photograph(page, 'printer-guide-look-large')
  await dialog.getByRole('button', { name: '上下倒了', exact: true }).click()
  await expect.poll(() => labels(/\^POI/g)).toBe(1)
  expect(sent()).not.toContain(':Z64:')
  await dialog.getByRole('button', { name: '和这张一样' }).click()
  await expect(dialog).toContainText('压缩方式')
  await expect.poll(() => labels(/:Z64:/g)).toBe(1)
  await dialog.getByRole('button', { name: '一样', exact: true }).click()
  await expect(dialog).toContainText('打印机已设好')
  await dialog.getByRole('button', { name: '完成' }).click()
  const [listed] = await ask<Printer[]>(shell, 'printing.listPrinters')
  expect(listed?.settings).toMatchObject({ direction: 1, polarity: 'normal', compressed: true })
  await printer.switchOff()
})
