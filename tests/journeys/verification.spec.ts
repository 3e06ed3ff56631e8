/** 实名认证 (manual 2.2.3) where the phone check did not pass: by the computer's camera, by a phone, by people; and what may go wrong with a camera. */
import { devices, type Page } from '@playwright/test'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { test } from '../support/journey/at-a-camera.ts'
import { openPage } from '../support/journey/open-page.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask } from '../support/journey/through-the-agent.ts'
import {
  agree,
  begin,
  beginAgain,
  expectReady,
  obey,
  obeyUntilDecided,
  startButton,
  submitWithFailingCheck,
} from '../support/journey/verification-steps.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { startServer } from '../support/running-server.ts'
import { expect } from '../support/shells.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(61),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820461',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820462' },
}

const SIZES = [
  [1093, 574],
  [1280, 672],
  [1920, 1080],
  [1366, 768],
] as const

test.describe.configure({ timeout: 180_000 })
// A trace films every page; on two cores that is what the detector needs.
test.use({ trace: 'off' })

test('PC 人脸认证: consent, preview, three prompts, and the server says that it is the person of the document', async ({
  server,
  camera,
  shellAtCamera: shell,
}) => {
  const { page } = shell
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await submitWithFailingCheck(shell, server, ORGANISATION)
  await openPage(page, '/registration/verification', '实名认证')
  await expect(page.getByRole('heading', { name: '请法定代表人选择一种方式' })).toBeVisible()
  await photograph(page, '40-ways')
  await page.getByRole('link', { name: /PC 人脸认证/ }).press('Enter')

  await page.getByRole('button', { name: '同意并继续' }).click()
  await expect(page.getByText('请先勾选同意')).toBeVisible()
  await photograph(page, '40-consent')
  await page.getByRole('checkbox').press('Space')
  await page.getByRole('button', { name: '同意并继续' }).press('Enter')
  await expectReady(page)
  await photograph(page, '40-ready')
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect.soft(beyond, `the preview at ${width}×${height}`).toBeLessThanOrEqual(0)
    await expect.soft(startButton(page)).toBeInViewport()
    if (width === 1920) await photograph(page, '40-ready-1920')
  }

  expect(await obeyUntilDecided(page, camera)).toHaveLength(3)
  await expect(page.locator('[data-result]')).toContainText('人脸认证已通过', { timeout: 30_000 })
  await photograph(page, '40-passed')
  await page.getByRole('link', { name: '完成' }).click()
  await expect(page).toHaveURL(/registration\/done/)
  expect(complaints).toEqual([])
})

test('手机人脸认证: a code for one scan, four digits on both screens, and the result back at the computer', async ({
  shell,
  server,
  camera,
  openBrowser,
}) => {
  const phoneBrowser = await openBrowser(camera)
  const { page } = shell
  await submitWithFailingCheck(shell, server, ORGANISATION)
  await openPage(page, '/registration/verification/phone', '手机人脸认证')
  await page.getByRole('button', { name: '生成二维码' }).press('Enter')
  const url = await scan(page)
  await photograph(page, '41-code')
  const context = await phoneBrowser.newContext({ ...devices['Pixel 7'], locale: 'zh-CN' })
  const phone = await context.newPage()
  await phone.goto(url)
  await expect(phone.getByText(ORGANISATION.name)).toBeVisible()
  await expect(phone.getByText('戴**')).toBeVisible()
  const digits = (await phone.locator('.digits').textContent()) ?? ''
  expect(digits).toMatch(/^\d{4}$/)
  await expect(page.getByText(digits, { exact: true })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: '在手机上核对并同意' })).toHaveAttribute(
    'aria-current',
    'step',
  )
  await photograph(page, '41-scanned')
  await photograph(phone, '41-phone-compare')

  const second = await context.newPage()
  await second.goto(url)
  await expect(second.getByText('这个二维码不能使用')).toBeVisible()
  await second.close()

  await phone.getByRole('button', { name: '相同，继续' }).click()
  await photograph(phone, '41-phone-consent')
  await phone.getByRole('checkbox').check()
  await phone.getByRole('button', { name: '同意并继续' }).click()
  await expectReady(phone)
  await photograph(phone, '41-phone-ready')
  await begin(phone)
  expect(await obey(phone, camera)).toHaveLength(3)
  await expect(phone.locator('[data-result]')).toContainText('人脸认证已通过', { timeout: 30_000 })
  await photograph(phone, '41-phone-passed')
  await expect(page.getByRole('heading', { name: '人脸认证已通过' })).toBeVisible()
  await page.getByRole('link', { name: '完成' }).click()
  await expect(page).toHaveURL(/registration\/done/)
})

test('手机人脸认证 is cancelled at the computer: the phone can no longer use the code', async ({
  shell,
  server,
  context,
}) => {
  const { page } = shell
  await submitWithFailingCheck(shell, server, ORGANISATION)
  await openPage(page, '/registration/verification/phone', '手机人脸认证')
  await page.getByRole('button', { name: '生成二维码' }).click()
  const url = await scan(page)
  await page.getByRole('button', { name: '取消' }).click()
  await expect(page.getByRole('heading', { name: '本次认证已取消' })).toBeVisible()
  const phone = await context.newPage()
  await phone.goto(url)
  await expect(phone.getByText('这个二维码不能使用')).toBeVisible()
  await expect(page.getByRole('button', { name: '重新生成二维码' })).toBeVisible()
  await photograph(page, '41-cancelled')
})

test('a wrong action burns the session and says why', async ({ server, camera, shellAtCamera: shell }) => {
  const { page } = shell
  await submitWithFailingCheck(shell, server, ORGANISATION)
  await agree(page)
  await begin(page)
  await obey(page, camera, (asked) => (asked === 'open-mouth' ? 'turn-left' : 'open-mouth'))
  await expect(page.getByRole('heading', { name: '动作与提示不一致' })).toBeVisible()
  await expect(page.getByText('还可以再试 2 次')).toBeVisible()
  await photograph(page, '42-wrong-action')
})

const atReviewingServer = test.extend({
  server: async ({}, use) => {
    const server = await startServer({ FACE_PASS: 'review' })
    await use(server)
    await server.stop()
  },
})

atReviewingServer(
  'where this server lets nobody pass by itself, the authority sees portrait and live pictures side by side and decides',
  async ({ server, camera, shellAtCamera: shell, openWorkstation }) => {
    const { page } = shell
    await submitWithFailingCheck(shell, server, ORGANISATION)
    await agree(page)
    await rememberDigits(page)
    await obeyUntilDecided(page, camera)
    await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible()
    const digits = await page.locator('body').getAttribute('data-digits')
    await photograph(page, '42-in-review')

    const authority = await openWorkstation()
    const { mobile, password } = await server.createAuthority()
    await ask(authority, 'accounts.signIn', { kind: 'password', mobile, password })
    await authority.page.reload()
    await expect(authority.page.getByRole('heading', { name: '待审批申请' })).toBeVisible()
    await openPage(authority.page, '/supervision/verifications', '待人工审核')
    await authority.page.getByRole('button', { name: '查看人脸认证画面' }).click()
    await expect(authority.page.getByRole('img', { name: '证件上的头像' })).toBeVisible()
    await expect(authority.page.getByText('本地核验', { exact: true })).toBeVisible()
    await expect(authority.page.getByLabel('现场视频')).toBeVisible()
    expect(digits).toMatch(/^\d \d \d \d$/)
    await expect(authority.page.getByText('提示读出的数字')).toContainText(digits ?? '')
    await expect(authority.page.getByText(/不能拦截虚拟摄像头注入和深度伪造/)).toBeVisible()
    await photograph(authority.page, '42-evidence')
    await page.getByRole('link', { name: '查看实名认证' }).click()
    await page.getByRole('button', { name: '立即删除人脸照片和视频' }).click()
    await expect(page.getByText('人脸照片和视频已删除，审核按证件图片继续')).toBeVisible()
    await photograph(page, '42-erased')
    await authority.page.getByRole('button', { name: `通过 ${ORGANISATION.name}`, exact: true }).click()
    await authority.page.getByRole('dialog').getByRole('button', { name: '通过', exact: true }).click()
    await expect(authority.page.getByText('没有待人工审核的实名认证')).toBeVisible()
    await expect(page.getByText('已完成实名认证')).toBeVisible()
  },
)

const FAILURES = [
  [
    'no camera',
    ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'],
    '没有找到摄像头',
  ],
  [
    'a refusal',
    ['--deny-permission-prompts', '--use-fake-device-for-media-stream'],
    '没有使用摄像头和麦克风的权限',
  ],
] as const

for (const [name, flags, title] of FAILURES) {
  test(`${name} is told with what to do, and the way without a face stays open`, async ({
    server,
    openWorkstationWith,
  }) => {
    const shell = await openWorkstationWith(null, flags)
    const { page } = shell
    await submitWithFailingCheck(shell, server, ORGANISATION)
    await agree(page)
    await expect(page.getByRole('alert')).toContainText(title)
    await expect(page.getByRole('button', { name: '重新检测' })).toBeVisible()
    await photograph(page, `43-${name.replaceAll(' ', '-')}`)
    await page.getByRole('button', { name: '我无法完成动作' }).click()
    await expect(page.getByRole('dialog', { name: '申请人工审核' })).toBeVisible()
  })
}

test('a camera in use, a missing part and a lost network are told with what to do', async ({
  server,
  shellAtCamera: shell,
}) => {
  const { page } = shell
  await submitWithFailingCheck(shell, server, ORGANISATION)
  // The system's own refusal of a second user cannot be had from the fake device (shared/face.md §1).
  await page.evaluate(() => {
    const { mediaDevices } = navigator
    const open = mediaDevices.getUserMedia.bind(mediaDevices)
    let refused = false
    mediaDevices.getUserMedia = (wish) => {
      if (refused) return open(wish)
      refused = true
      return Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))
    }
  })
  await page.route('**/face-worker*.js', (route) => route.fulfill({ status: 404 }))
  await agree(page)
  await expect(page.getByRole('alert')).toContainText('摄像头正被其他程序使用')
  await page.getByRole('button', { name: '重新检测' }).click()
  await expect(page.getByRole('alert')).toContainText('人脸检测组件没有加载成功', { timeout: 20_000 })
  await photograph(page, '43-model-missing')
  await page.unroute('**/face-worker*.js')
  await page.getByRole('button', { name: '重新检测' }).click()
  await expectReady(page)
  await shell.goOffline()
  await begin(page)
  await expect(async () => {
    await beginAgain(page)
    await expect(page.getByRole('alert')).toContainText('连接不到服务器', { timeout: 20_000 })
  }).toPass({ timeout: 90_000 })
  await photograph(page, '43-offline')
})

/** They are shown for four seconds only: the last ones stay readable at the body. */
async function rememberDigits(page: Page): Promise<void> {
  await page.evaluate(() => {
    setInterval(() => {
      const words = document.querySelector('[data-stage="digits"]')?.textContent ?? ''
      const [digits] = /(\d ){3}\d/.exec(words) ?? []
      if (digits !== undefined) document.body.dataset['digits'] = digits
    }, 100)
  })
}

/** What a phone reads off the screen. */
async function scan(page: Page): Promise<string> {
  const code = page.getByRole('img', { name: '手机人脸认证的二维码' })
  await expect(code).toBeVisible()
  const { data, width, height } = PNG.sync.read(await code.screenshot())
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? ''
}
