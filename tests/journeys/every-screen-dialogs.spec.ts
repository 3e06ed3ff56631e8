/** Every dialog: it fits, axe finds nothing in either theme, Escape closes it and the focus goes back to what opened it. */
import { furnishOffice } from '../support/journey/furnished-office.ts'
import { openPage } from '../support/journey/open-page.ts'
import { complaintsOf, expectBothThemes, expectEverySize } from '../support/journey/screen-checks.ts'
import { test, expect } from '../support/shells.ts'

test.use({ printerOptions: [] })

type Opener = string | RegExp
/** Page, its title, what opens the dialog, the dialog's name. */
const DIALOGS: readonly (readonly [string, string, Opener, string | RegExp])[] = [
  ['home', '首页', '查找', '命令框'],
  ['home', '首页', '快捷键一览', '快捷键一览'],
  ['self-entry/engineers', '已有注册消防工程师', /^修改职位/, '修改职位'],
  ['self-entry/view', '自主录入信息查看', /电子档案/, '电子档案'],
  ['self-entry/letter', '附件信息', '查看承诺书', '查看承诺书'],
  ['self-entry/letter', '附件信息', /合成 PDF/, /用照片合成/],
  ['organisation', '机构信息管理', '查看历史信息', /^修改历史/],
  ['people/operators', '消防设施操作员管理', '添加操作员', '添加操作员'],
  ['people/operators', '消防设施操作员管理', /^修改 /, '修改操作员'],
  ['people/operators', '消防设施操作员管理', '导出', /^导出/],
  ['people/operators', '消防设施操作员管理', '列设置', '列设置'],
  ['practice', '执业项目', '导出', /^导出/],
  ['labels', '打印记录', /^重打/, /^重打标签/],
  ['labels', '打印记录', /^另存/, /^另存标签/],
  ['labels', '打印记录', /^作废/, /^作废标签/],
  ['printers', '标签打印机', '添加网络打印机', '添加网络打印机'],
  ['printers', '标签打印机', /^设置向导/, /^设置向导/],
  ['printers', '标签打印机', /^设置 /, /^设置 /],
  ['penalties', '处罚情况', /^查看/, '行政处罚决定'],
  ['drafts', '草稿箱', /^最近放弃/, '最近放弃的草稿'],
  ['storage', '本机数据', '导出未同步内容', '导出未同步内容'],
  ['storage', '本机数据', '导入', '导入未同步内容'],
  ['workstations', '工作站', /^改名/, '工作站改名'],
  ['workstations', '工作站', /^停用/, /^停用/],
]

test('every dialog fits the window, passes axe in light and dark, closes by Escape and gives the focus back', async ({
  shell,
  server,
  openWorkstation,
}) => {
  test.setTimeout(900_000)
  const { page } = shell
  const complaints = complaintsOf(page)
  await furnishOffice(server, { office: shell, other: await openWorkstation() })
  for (const [index, [path, title, opener, name]] of DIALOGS.entries()) {
    await openPage(page, `/${path}`, title)
    const button = page.getByRole('button', { name: opener, exact: true }).first()
    if (!(await button.isVisible().catch(() => false)))
      await button.waitFor({ timeout: 5000 }).catch(() => undefined)
    await expect.soft(button, `${title}: ${String(opener)}`).toBeVisible({ timeout: 1000 })
    if (!(await button.isVisible())) continue
    await button.press('Enter')
    const dialog = page.getByRole('dialog', { name })
    await expect.soft(dialog, `${title}: ${String(name)} opens`).toBeVisible()
    await expect
      .soft(dialog.locator(':focus'), `${title}: the focus moves into ${String(name)}`)
      .toHaveCount(1)
    await expectEverySize(page, `${title}: ${String(opener)}`)
    await expectBothThemes(page, `dialog-${String(index)}-${path.replaceAll('/', '-')}`)
    await page.keyboard.press('Escape')
    await expect.soft(page.getByRole('dialog'), `${String(name)} closes`).toHaveCount(0)
    await expect.soft(button, `${title}: the focus goes back to ${String(opener)}`).toBeFocused()
  }
  expect(complaints).toEqual([])
})
