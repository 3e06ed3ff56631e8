/** A printer on the network is added by keyboard alone, tried out, printed on and removed. */
import type { PrintJob } from '../../domain/printing/print-job.ts'
import { test, expect } from '../support/shells.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { openPage } from '../support/journey/open-page.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { startNetworkLabelPrinter } from '../support/network-label-printer.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(63),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820363',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
test.setTimeout(240_000)

test('a network printer is added, tried out, printed on and removed', async ({ shell, server }) => {
  const printer = await startNetworkLabelPrinter('zpl')
  await completeOrganisation(shell, server, ORGANISATION)
  const { page } = shell
  await page.reload()
  await page.setViewportSize({ width: 1366, height: 768 })
  await openPage(page, '/printers', '标签打印机')

  await page.getByRole('button', { name: '添加网络打印机' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '添加网络打印机' })
  await expect(dialog).toBeVisible()
  const host = page.getByLabel('IP 地址或主机名')
  await expect(host).toBeFocused()
  await page.keyboard.type('127.0.0.1:9100')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('端口 9100 请填在端口一栏')
  await photograph(page, 'network-printer-refused')
  await host.fill('127.0.0.1')
  await page.getByLabel('端口').fill(String(printer.port))
  await page.getByLabel('名称').fill('一楼前台')
  await dialog.getByRole('button', { name: '测试连接' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('status')).toContainText('ZD621-300dpi，ZPL（斑马等），300 dpi，打印机就绪')
  await photograph(page, 'network-printer-tested')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  const panel = page.getByRole('article', { name: '一楼前台' })
  await expect(panel).toContainText('打印机就绪')
  await expect(panel).toContainText(`127.0.0.1:${printer.port}`)
  await photograph(page, 'network-printer-added')
  await panel.getByRole('button', { name: /^设置 / }).click()
  await expect(page.getByRole('button', { name: '改用 300 dpi' })).toBeVisible()
  await photograph(page, 'network-printer-resolution-offered')
  await page.getByRole('button', { name: '改用 300 dpi' }).click()
  await expect(page.getByLabel('分辨率')).toBeFocused()
  await photograph(page, 'network-printer-settings')
  await page.getByRole('button', { name: '保存设置' }).click()
  await panel.getByRole('button', { name: '打印测试标签' }).click()
  const states = async () => (await ask<PrintJob[]>(shell, 'printing.listJobs')).map(({ state }) => state)
  await expect.poll(states).toEqual(['confirmed'])
  expect(printer.received().toString('latin1')).toContain('^PW708')

  await panel.getByRole('button', { name: '移除' }).click()
  await photograph(page, 'network-printer-removing')
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click()
  await expect(panel).toBeHidden()
  await expect(page.getByRole('table', { name: '打印任务' })).toContainText('一楼前台')
  await printer.switchOff()
})
