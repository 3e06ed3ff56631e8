/** Without permission to use a USB printer the page shows what would be installed, word for word, before anything is done. */
import { printerStatus } from '../../domain/printing/printer-status.ts'
import type { Printer } from '../../domain/printing/printing-contract.ts'
import { printerTroubleMessage } from '../../electron/agent/printing/printer-trouble.ts'
import { lookAt } from '../support/journey/look-at.ts'
import { openPage } from '../support/journey/open-page.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { completeOrganisation } from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { test, expect } from '../support/shells.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(83),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820483',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820462' },
}

test.use({ printerOptions: [] })

test('a USB printer that may not be used names the permission, and its rule is read before it is installed', async ({
  shell,
  server,
}) => {
  await completeOrganisation(shell, server, ORGANISATION)
  const { page } = shell
  // Whoever runs the tests may use every device: the refusal of the system is put into the agent's answer.
  await page.route('**/agent/printing.listPrinters', async (route) => {
    const response = await route.fetch()
    // Safe: the contract's own answer.
    const answer = (await response.json()) as { ok: true; value: Printer[] }
    const status = printerStatus(['not-answering'], {
      detail: printerTroubleMessage('printer-no-permission'),
    })
    const value = answer.value.map((printer) =>
      printer.transport === 'usb' ? { ...printer, status } : printer,
    )
    await route.fulfill({ response, json: { ...answer, value } })
  })
  await openPage(page, '/printers', '标签打印机')
  const opener = page.getByRole('button', { name: 'USB 权限' })
  await expect(opener).toBeVisible()
  await photograph(page, '50-usb-no-permission')
  await opener.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'USB 打印机权限' })
  await expect(dialog.getByLabel('文件内容')).toContainText('TAG+="uaccess"')
  await expect(dialog.getByLabel('命令')).toContainText('pkexec')
  await lookAt(page, '50-usb-access')
  await page.emulateMedia({ colorScheme: 'dark' })
  await photograph(page, '50-usb-access-1366-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
})
