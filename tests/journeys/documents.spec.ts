/** Pictures and documents on their way in: judged, turned, cut, joined into a PDF, read. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import {
  ask,
  completeOrganisation,
  registerOrganisation,
  takeIn,
} from '../support/journey/through-the-agent.ts'
import { expectShown } from '../support/expect-shown.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import type { Shell } from '../support/shell-host.ts'
import { test, expect } from '../support/shells.ts'
import { SPOILS, specimenPhoto } from '../support/specimen-photos.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(71),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820371',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 191), mobile: '13851820371' },
}

const jpeg = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer })

test('a blurred card is refused, a good one is turned and cut, removed and brought back', async ({
  shell,
  server,
}) => {
  const { page } = shell
  const complaints = complaintsOf(page)
  await registerOrganisation(shell, server, ORGANISATION)
  await openScreen(shell, '/registration/materials')
  const slot = page.getByLabel('法人证件头像面', { exact: true })

  await test.step('blurred, HEIC: words that say what to do', async () => {
    await slot.setInputFiles(jpeg('blurred.jpg', await specimenPhoto('document-front', SPOILS.blurred)))
    await expect(page.getByRole('alert')).toHaveText('图片模糊，文字看不清，请擦净镜头、对准后拿稳重新拍摄')
    await page.getByRole('alert').scrollIntoViewIfNeeded()
    await photograph(page, '60-blurred-picture')
    const heic = Buffer.concat([
      Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
      Buffer.alloc(900),
    ])
    await slot.setInputFiles({ name: 'IMG_0001.HEIC', mimeType: 'image/heic', buffer: heic })
    await expect(page.getByRole('alert')).toContainText('兼容性最佳')
    await expect(page.getByRole('img', { name: '法人证件头像面预览' })).toBeHidden()
  })

  await test.step('a card on its side is turned upright by itself', async () => {
    const back = page.getByLabel('法人证件国徽面', { exact: true })
    await back.setInputFiles(jpeg('back.jpg', await specimenPhoto('document-back', SPOILS.turned)))
    await expect(page.getByText('图片已自动转正')).toBeVisible()
    expect(await sizeShown(page, '法人证件国徽面')).toEqual({ width: 2000, height: 1500 })
  })

  await test.step('a good one is taken; turned by a button, cut by a slider', async () => {
    await slot.setInputFiles(jpeg('front.jpg', await specimenPhoto('document-front')))
    await expect(page.getByRole('img', { name: '法人证件头像面预览' })).toBeVisible()
    await expect(page.getByRole('alert')).toBeHidden()
    await page.getByRole('button', { name: '旋转法人证件头像面' }).click()
    await expect.poll(() => sizeShown(page, '法人证件头像面')).toEqual({ width: 1500, height: 2000 })

    await page.getByRole('button', { name: '裁剪法人证件头像面' }).click()
    const dialog = page.getByRole('dialog', { name: '旋转和裁剪法人证件头像面' })
    await expect(dialog.locator('cropper-canvas')).toBeVisible()
    await dialog.getByRole('button', { name: '向左转' }).click()
    await expect(dialog.locator('cropper-canvas')).toBeVisible()
    for (const side of ['上边裁去', '下边裁去', '左边裁去', '右边裁去']) {
      await dialog.getByRole('slider', { name: side }).fill('10')
    }
    await photograph(page, '60-crop-picture')
    await dialog.getByRole('button', { name: '完成' }).click()
    await expect(dialog).toBeHidden()
    await expect.poll(() => sizeShown(page, '法人证件头像面')).toEqual({ width: 1600, height: 1200 })
  })

  await test.step('removed with 撤销', async () => {
    await page.getByRole('button', { name: '移除法人证件头像面', exact: true }).click()
    await expect(page.getByRole('img', { name: '法人证件头像面预览' })).toBeHidden()
    await page.getByRole('button', { name: '撤销移除法人证件头像面' }).click()
    await expect(page.getByRole('img', { name: '法人证件头像面预览' })).toBeVisible()
    await slot.scrollIntoViewIfNeeded()
    await photograph(page, '60-picture-slots')
  })
  expect(complaints).toEqual([])
})

test('a photo larger than the limit is made to fit', async ({ shell, server }) => {
  const { page } = shell
  await registerOrganisation(shell, server, ORGANISATION)
  await openScreen(shell, '/registration/materials')
  const large = await sharp(await specimenPhoto('licence'))
    .resize({ width: 5200 })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const fitting = await sharp(large).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()
  await page.getByLabel('营业执照', { exact: true }).setInputFiles(jpeg('licence.jpg', fitting))
  await expect(page.getByRole('img', { name: '营业执照预览' })).toBeVisible({ timeout: 30_000 })
  expect(await sizeShown(page, '营业执照')).toEqual({ width: 4000, height: 3000 })
})

test('photos of the signed pages become one PDF that is read page by page and taken as 承诺书', async ({
  shell,
  server,
}) => {
  const { page } = shell
  const complaints = complaintsOf(page)
  await completeOrganisation(shell, server, ORGANISATION)
  await openScreen(shell, '/self-entry/letter')
  await page.getByRole('button', { name: '没有扫描仪？用手机照片合成 PDF' }).click()
  const dialog = page.getByRole('dialog', { name: '用照片合成承诺书' })
  await dialog
    .getByLabel('添加照片')
    .setInputFiles([
      jpeg('3.jpg', await signedPage('第三页', 0)),
      jpeg('1.jpg', await signedPage('第一页', 2)),
      jpeg('2.jpg', await signedPage('第二页', 0, 6)),
    ])
  await expect(dialog.getByRole('listitem')).toHaveCount(3)
  await dialog.getByRole('button', { name: '第 1 页后移' }).click()
  await dialog.getByRole('button', { name: '第 2 页后移' }).click()
  await dialog.getByRole('button', { name: '第 3 页旋转' }).click()
  await photograph(page, '61-photos-to-pdf')
  await dialog.getByRole('button', { name: '合成 PDF' }).click()
  await expect(page.getByText('已选择，提交后生效')).toBeVisible({ timeout: 40_000 })
  await expect(page.getByText(/^3 页，/)).toBeVisible()

  await page.getByRole('button', { name: '查看承诺书' }).click()
  const viewer = page.getByRole('dialog', { name: '查看承诺书' })
  await expect(viewer.getByText('第 1 页，共 3 页')).toBeVisible()
  await expect.poll(() => inkOf(page)).toBeGreaterThan(0.005)
  await photograph(page, '61-pdf-viewer')
  await viewer.getByRole('region').press('PageDown')
  await expect(viewer.getByText('第 2 页，共 3 页')).toBeVisible()
  await viewer.getByRole('button', { name: '第 3 页', exact: true }).click()
  await expect(viewer.getByRole('button', { name: '第 3 页', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  )
  await viewer.getByRole('button', { name: '放大' }).click()
  await expect(viewer.getByText('125%')).toBeVisible()
  const download = page.waitForEvent('download')
  await viewer.getByRole('button', { name: '保存' }).click()
  const saved = await (await download).path()
  const document = await PDFDocument.load(await readFile(saved))
  const pages = document
    .getPages()
    .map((sheet) => [Math.round(sheet.getWidth()), Math.round(sheet.getHeight())])
  expect(pages).toEqual([
    [595, 842],
    [595, 842],
    [842, 595],
  ])
  await page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
  await expect(page.getByRole('button', { name: '查看承诺书' })).toBeFocused()
  expect(complaints).toEqual([])
})

test('what has changed since the last submission is shown, two entries are compared, the receipt is saved', async ({
  shell,
  server,
}) => {
  const { page } = shell
  const complaints = complaintsOf(page)
  await completeOrganisation(shell, server, ORGANISATION)
  const letter = async (pages: number) => {
    const document = await PDFDocument.create()
    for (let sheet = 0; sheet < pages; sheet += 1) document.addPage()
    const sha256 = await takeIn(shell, 'letter', Buffer.from(await document.save()))
    await ask(shell, 'selfEntry.chooseLetter', { sha256 })
  }
  const submit = async (changeNote: string) => {
    await ask(shell, 'selfEntry.submit', { changeNote })
    await ask(shell, 'sync.run')
  }
  await letter(2)
  await submit('首次')
  await addOperator(shell, '苗佳', 201)
  await letter(3)
  await submit('加了一名操作员')
  await addOperator(shell, '罗然华', 202)

  await test.step('核对并提交 shows only the differences, and all of it on demand', async () => {
    await openScreen(shell, '/self-entry/review')
    const differences = page.getByRole('table', { name: '与上次提交的差异' })
    await expect(differences.getByRole('row').filter({ hasText: '新增操作员 1 人' })).toContainText('罗然华')
    await expect(page.getByRole('heading', { name: '1、基础信息' })).toBeHidden()
    await photograph(page, '62-review-differences')
    await page.getByRole('radio', { name: '全部内容' }).check()
    await expect(page.getByRole('heading', { name: '1、基础信息' })).toBeVisible()
    await expect(differences).toBeHidden()
  })

  await test.step('any two entries are compared on a timeline', async () => {
    await openScreen(shell, '/self-entry/history')
    await page.getByRole('link', { name: '比较任意两次' }).click()
    const table = page.getByRole('table', { name: '两次录入的差异' })
    await expect(table.getByRole('row').filter({ hasText: '新增操作员 1 人' })).toContainText('罗然华')
    await page.getByRole('radio', { name: '前一次：第 1 次' }).check()
    await expect(table.getByRole('row').filter({ hasText: '新增操作员 2 人' })).toBeVisible()
    await page.getByRole('radio', { name: '后一次：第 2 次' }).check()
    await expect(table.getByRole('row').filter({ hasText: '新增操作员 1 人' })).toContainText('苗佳')
    await expect(table.getByRole('row').filter({ hasText: '承诺书' })).toBeVisible()
    await photograph(page, '62-compare')
    await page.getByRole('button', { name: '前后对调' }).click()
    await expect(table.getByRole('row').filter({ hasText: '减少操作员 1 人' })).toBeVisible()
  })

  await test.step('the receipt is shown and saved, and the public view says why nobody sees it yet', async () => {
    await openScreen(shell, '/self-entry/view')
    await page.getByRole('button', { name: '打印回执' }).click()
    const viewer = page.getByRole('dialog', { name: '查看回执' })
    await expect(viewer.getByText('第 1 页，共 1 页')).toBeVisible()
    await expect(viewer.getByRole('region')).toContainText('消防技术服务机构自主录入回执')
    await photograph(page, '62-receipt')
    const download = page.waitForEvent('download')
    await viewer.getByRole('button', { name: '保存' }).click()
    expect((await download).suggestedFilename()).toBe('自主录入回执（第 2 次）.pdf')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '公众看到的样子' }).click()
    await expect(page.getByText('自主录入还没有生效，公众在“信息公开”中看不到本机构')).toBeVisible()
    await photograph(page, '62-public-view')
  })
  expect(complaints).toEqual([])
})

async function addOperator(shell: Shell, name: string, order: number): Promise<void> {
  await ask(shell, 'people.saveOperator', {
    operatorId: null,
    fields: {
      name,
      idNumber: madeCitizenId('19930415', order),
      mobile: `13800138${String(order)}`,
      certificateNumber: `No000${String(order)}`,
      level: 'three',
      direction: 'maintenance',
    },
  })
}

/** A photo of a page: print, askew by some degrees, with the orientation that a phone notes in EXIF. */
async function signedPage(name: string, askew: number, orientation?: number): Promise<Buffer> {
  const lines = Array.from(
    { length: 24 },
    (_, line) =>
      `<text x="120" y="${320 + line * 60}" font-size="34">${name}　样本 SPECIMEN 承诺内容逐条如下</text>`,
  ).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="1754" font-family="Noto Sans CJK SC"><rect width="100%" height="100%" fill="#fff"/><text x="400" y="200" font-size="64">从业承诺书</text>${lines}</svg>`
  const upright = sharp(Buffer.from(svg)).rotate(askew, { background: '#fff' })
  const turned = orientation === 6 ? sharp(await upright.png().toBuffer()).rotate(-90) : upright
  return turned
    .withMetadata(orientation === undefined ? {} : { orientation })
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** The share of dark pixels of the page that the viewer shows. */
async function inkOf(page: Page): Promise<number> {
  return page.locator('.pane canvas').evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    let dark = 0
    for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 100) dark += 1
    return dark / (data.length / 4)
  })
}

async function sizeShown(page: Page, label: string): Promise<{ width: number; height: number }> {
  const image = page.getByRole('img', { name: `${label}预览` })
  return image.evaluate(async (element: HTMLImageElement) => {
    await element.decode()
    return { width: element.naturalWidth, height: element.naturalHeight }
  })
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

async function openScreen(shell: Shell, path: string): Promise<void> {
  await expectShown(shell)
  await shell.page.goto(`${shell.origin}/#${path}`)
}
