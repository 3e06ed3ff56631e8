/** A web page is let in by a code, prints after a person's yes, and is shut out again. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PrintJob } from '../../domain/printing/print-job.ts'
import { test, expect } from '../support/shells.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { openPage } from '../support/journey/open-page.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { startNetworkLabelPrinter } from '../support/network-label-printer.ts'
import { interpretTspl } from '../support/tspl-interpreter.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(71),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820371',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
test.setTimeout(240_000)

test('a web page is paired, prints a label after a person’s yes and is shut out again', async ({
  shell,
  server,
  browser,
}) => {
  const printer = await startNetworkLabelPrinter('tspl')
  await completeOrganisation(shell, server, ORGANISATION)
  await ask(shell, 'printing.addNetworkPrinter', { host: '127.0.0.1', port: printer.port, name: '一楼前台' })
  const { page } = shell
  await page.reload()
  await page.setViewportSize({ width: 1366, height: 768 })
  await openPage(page, '/printers/browser', '浏览器打印')
  await photograph(page, 'browser-printing-off')
  await page.getByRole('button', { name: '开启' }).click()
  await expect(page.getByText('已开启')).toBeVisible()
  await page.getByRole('button', { name: '取得配对码' }).click()
  const code = (await page.getByLabel('配对码').innerText()).replace(' ', '')
  const state = await ask<{ address: string }>(shell, 'printGateway.state')

  const site = await serveForeignPage(state.address)
  const web = await (await browser.newContext({ permissions: ['local-network-access'] })).newPage()
  await web.goto(site.url)
  await web.getByLabel('配对码').fill(code)
  await web.getByRole('button', { name: '配对' }).click()
  await expect(web.getByRole('status')).toContainText('已配对')
  await web.getByLabel('打印机').selectOption({ label: '一楼前台' })
  await web.getByRole('button', { name: '打印' }).click()
  await expect(web.getByRole('status')).toContainText('请在客户端确认')

  const requests = page.getByRole('table', { name: '等待确认的标签' })
  await expect(requests).toContainText(site.url)
  await photograph(page, 'browser-printing-asks')
  await page.setViewportSize({ width: 1920, height: 1080 })
  await photograph(page, 'browser-printing-asks-large')
  expect(printer.received().toString('latin1')).not.toContain('PRINT 1,1')
  await requests.getByRole('button', { name: /^打印/ }).click()
  await expect(web.getByRole('status')).toContainText('打印机已就绪')
  const jobs = await ask<PrintJob[]>(shell, 'printing.listJobs')
  expect(jobs.map(({ state: reached }) => reached)).toEqual(['confirmed'])
  const received = Buffer.from(printer.received().toString('latin1').replaceAll('\x1b!?', ''), 'latin1')
  const [label] = interpretTspl(received.subarray(received.indexOf('\r\nSIZE')), 8).labels
  // The page's frame lies ten dots inside, four dots wide.
  expect([label?.dots[9]?.[100], label?.dots[2]?.[100]]).toEqual([true, false])

  await page.getByRole('button', { name: /^不再允许/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '不再允许' }).click()
  await expect(page.getByText('还没有允许任何网页')).toBeVisible()
  await web.getByRole('button', { name: '打印' }).click()
  await expect(web.getByRole('status')).toContainText('连不上打印服务')
  expect(await ask<PrintJob[]>(shell, 'printing.listJobs')).toHaveLength(1)
  await web.context().close()
  await site.close()
  await printer.switchOff()
})

/** The gateway's own example, served by another origin with the client from the gateway. */
async function serveForeignPage(address: string): Promise<{ url: string; close: () => Promise<void> }> {
  const example = await (await fetch(`${address}/example`)).text()
  const html = example.replace("'/client.js'", `'${address}/client.js'`)
  const site = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  // Safe: a server that listens on TCP has an address of this kind.
  const { port } = site.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => site.close(() => resolve())),
  }
}
