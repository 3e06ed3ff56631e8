/** 实名认证 (manual 2.2.3) without a camera: skipped by the phone check, every state of its pages in both themes and by keyboard, an outside service, and a code that expires. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { devices } from '@playwright/test'
import { FACE_CONSENT } from '../../domain/verification/face-consent.ts'
import { publicFace } from '../support/face/public-face.ts'
import { specimenCard } from '../support/face/specimen-capture.ts'
import { lookAt } from '../support/journey/look-at.ts'
import { openPage } from '../support/journey/open-page.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { reachByTab } from '../support/journey/reach-by-tab.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { submitWithFailingCheck } from '../support/journey/verification-steps.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { startServer, type RunningServer } from '../support/running-server.ts'
import { openShell, type Shell } from '../support/shell-host.ts'
import { test, expect } from '../support/shells.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(63),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820463',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820462' },
}
const VERIFICATION = '/registration/verification'

test.describe.configure({ timeout: 360_000 })

/** Prompts are shown and the session given up, as one does who draws until he likes them. */
async function useUpTries(shell: Shell): Promise<void> {
  for (let time = 0; time < 3; time += 1) {
    const { sessionId } = await ask<{ sessionId: string }>(shell, 'verification.startFace', {
      way: 'pc',
      consentVersion: FACE_CONSENT.version,
      cameraLabel: null,
    })
    await ask(shell, 'verification.cancelFace', { sessionId })
  }
}

/** Two minutes in a moment: the server reads the clock, and only its table can be put back. */
function letSessionsExpire({ dataDir }: RunningServer): void {
  const database = new DatabaseSync(join(dataDir, 'server.sqlite'))
  database.exec("PRAGMA busy_timeout = 5000; UPDATE face_session SET expires_at = '2020-01-01T00:00:00.000Z'")
  database.close()
}

test('the phone check passes: the face is skipped, the page says so, and nobody is asked for a camera', async ({
  shell,
  server,
}) => {
  const { page } = shell
  await completeOrganisation(shell, server, ORGANISATION)
  await openPage(page, VERIFICATION, '实名认证')
  const outcome = page.getByRole('status').filter({ hasText: '已完成实名认证' })
  await expect(outcome).toContainText('手机号实名认证一致，已跳过人脸认证')
  await expect(page.getByRole('link', { name: /人脸认证/ })).toHaveCount(0)
  await lookAt(page, '44-skipped')
  for (const [way, title] of [
    ['pc', 'PC 人脸认证'],
    ['phone', '手机人脸认证'],
  ] as const) {
    await openPage(page, `${VERIFICATION}/${way}`, title)
    await expect(page.getByRole('alert')).toContainText('现在没有需要认证的法定代表人')
    await expect(page.getByRole('button', { name: /同意|生成/ })).toHaveCount(0)
  }
  await lookAt(page, '44-nobody-to-verify')
  await openPage(page, '/registration/done', '完成帐号注册')
  await expect(page.getByText('已跳过人脸认证')).toBeVisible()
  await photograph(page, '44-done')
})

test('every state without a camera is usable by keyboard, in both themes, and leads on to people', async ({
  shell,
  server,
  openWorkstation,
}) => {
  const { page } = shell
  await submitWithFailingCheck(shell, server, ORGANISATION)
  await openPage(page, VERIFICATION, '实名认证')
  await expect(page.getByRole('heading', { name: '请法定代表人选择一种方式' })).toBeVisible()
  await lookAt(page, '45-ways')
  await openPage(page, `${VERIFICATION}/pc`, 'PC 人脸认证')
  await expect(page.getByRole('checkbox')).toBeVisible()
  await lookAt(page, '45-consent')
  await openPage(page, `${VERIFICATION}/phone`, '手机人脸认证')
  await expect(page.getByRole('button', { name: '生成二维码' })).toBeVisible()
  await lookAt(page, '45-phone')
  await page.getByRole('button', { name: '生成二维码' }).press('Enter')
  await expect(page.getByRole('img', { name: '手机人脸认证的二维码' })).toBeVisible()
  await lookAt(page, '45-code')

  letSessionsExpire(server)
  await expect(page.getByRole('heading', { name: '本次认证已超过 120 秒' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('还可以再试 3 次')).toBeVisible()
  await lookAt(page, '45-expired')

  await useUpTries(shell)
  await openPage(page, `${VERIFICATION}/pc`, 'PC 人脸认证')
  await expect(page.getByRole('alert')).toContainText('现在不能再试')
  await expect(page.getByRole('alert')).toContainText(/\d\d:\d\d 后可以再试/)
  await lookAt(page, '45-paused')
  await page.getByRole('link', { name: '不用刷脸：人工审核' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: '申请人工审核' })
  await expect(dialog).toBeVisible()
  await lookAt(page, '45-ask-review')
  await dialog.getByRole('textbox').fill('手机号登记在公司名下，无法通过核验')
  await dialog.getByRole('button', { name: '提交人工审核' }).press('Enter')
  await expect(page.getByRole('heading', { name: '人工审核中' })).toBeVisible()
  await lookAt(page, '45-in-review')

  const authority = await openWorkstation()
  const { mobile, password } = await server.createAuthority()
  await ask(authority, 'accounts.signIn', { kind: 'password', mobile, password })
  await authority.page.reload()
  await openPage(authority.page, '/supervision/verifications', '待人工审核')
  await expect(authority.page.getByRole('img')).toHaveCount(3)
  await lookAt(authority.page, '45-authority')
  await authority.page.getByRole('button', { name: `不通过 ${ORGANISATION.name}` }).press('Enter')
  await authority.page.getByRole('dialog').getByRole('textbox').fill('证件照片不清晰')
  await lookAt(authority.page, '45-refusing')
  await authority.page.getByRole('dialog').getByRole('button', { name: '不通过' }).press('Enter')
  await expect(authority.page.getByText(/第一次审核不通过/)).toBeVisible()
  await lookAt(authority.page, '45-first-refusal')
})

test('an outside service: consent on this computer, its page, and its result here', async ({ browser }) => {
  const service = await aService()
  const server = await startServer({
    FACE_PROVIDER: 'http',
    FACE_PROVIDER_URL: service.url,
    FACE_PROVIDER_SECRET: 'shared',
  })
  const shell = await openShell({ name: 'browser', server, browser })
  try {
    const { page } = shell
    await submitWithFailingCheck(shell, server, ORGANISATION)
    for (const [way, title] of [
      ['pc', 'PC 人脸认证'],
      ['phone', '手机人脸认证'],
    ] as const) {
      await openPage(page, `${VERIFICATION}/${way}`, title)
      await expect(page.getByText('本机和同步服务器都不接收人脸照片和视频')).toBeVisible()
      if (way === 'pc') await lookAt(page, '46-outside-consent')
      await page.getByRole('checkbox').press('Space')
      await page.getByRole('button', { name: '同意并继续' }).press('Enter')
      await expect(page.getByRole('link', { name: '在浏览器中打开' })).toHaveAttribute(
        'href',
        'https://identity.example/s/1',
      )
    }
    await lookAt(page, '46-outside')
    service.result = 'pass'
    await expect(page.locator('[data-result]')).toContainText('人脸认证已通过', { timeout: 30_000 })
    await page.getByRole('main').getByRole('link', { name: '返回实名认证' }).press('Enter')
    await expect(page.getByText('外部实名认证服务的人脸认证（实人认证服务核验）')).toBeVisible()
    await lookAt(page, '46-outside-passed')
  } finally {
    await shell.close()
    await server.stop()
    service.stop()
  }
})

test('手机人脸认证 on a phone that may not use its camera, and after the two minutes, says what to do', async ({
  shell,
  server,
  browser,
}) => {
  await submitWithFailingCheck(shell, server, ORGANISATION)
  const context = await browser.newContext({
    ...devices['Pixel 7'],
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  })
  const phone = await context.newPage()
  const scanned = async () => {
    const { phone: given } = await ask<{ phone: { url: string } }>(shell, 'verification.startFace', {
      way: 'phone',
      consentVersion: null,
      cameraLabel: null,
    })
    await phone.goto(given.url)
    await expect(phone.getByText(ORGANISATION.name)).toBeVisible()
  }
  await scanned()
  await reachByTab(phone, 'comparing')
  await photograph(phone, '47-phone-comparing')
  await phone.getByRole('button', { name: '不相同' }).click()
  await expect(phone.getByText('请在电脑上取消并重新生成')).toBeVisible()
  await photograph(phone, '47-phone-different')

  await scanned()
  await phone.getByRole('button', { name: '相同，继续' }).press('Enter')
  await reachByTab(phone, 'consent')
  await phone.emulateMedia({ colorScheme: 'dark' })
  await photograph(phone, '47-phone-consent-dark')
  await phone.emulateMedia({ colorScheme: 'light' })
  await phone.getByRole('checkbox').press('Space')
  await phone.getByRole('button', { name: '同意并继续' }).press('Enter')
  await expect(phone.getByRole('alert')).toContainText('没有使用摄像头和麦克风的权限')
  await reachByTab(phone, 'refused')
  await photograph(phone, '47-phone-refused')
  await phone.getByRole('button', { name: '我无法完成动作' }).click()
  await expect(phone.getByText('请在电脑上的实名认证页选择“不用刷脸：人工审核”')).toBeVisible()

  await scanned()
  letSessionsExpire(server)
  await phone.reload()
  await expect(phone.getByText('这个二维码不能使用')).toBeVisible()
  await photograph(phone, '47-phone-used')
  await context.close()
})

test('a phone whose browser opens no camera sends one photo, which goes to people alone', async ({
  shell,
  server,
  browser,
}) => {
  await submitWithFailingCheck(shell, server, ORGANISATION)
  const context = await browser.newContext({ ...devices['Pixel 7'], locale: 'zh-CN' })
  await context.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'mediaDevices')
  })
  const phone = await context.newPage()
  const { phone: given } = await ask<{ phone: { url: string } }>(shell, 'verification.startFace', {
    way: 'phone',
    consentVersion: null,
    cameraLabel: null,
  })
  await phone.goto(given.url)
  await phone.getByRole('button', { name: '相同，继续' }).click()
  await phone.getByRole('checkbox').check()
  await phone.getByRole('button', { name: '同意并继续' }).click()
  await expect(phone.getByText('只能转消防救援机构人工审核')).toBeVisible()
  await photograph(phone, '47-phone-photo')
  const photo = {
    name: 'IMG_1.jpg',
    mimeType: 'image/jpeg',
    buffer: await specimenCard((await publicFace()).png),
  }
  await phone.getByLabel('拍照并转人工审核').setInputFiles(photo)
  await expect(phone.getByRole('heading', { name: '已转人工审核' })).toBeVisible()
  await photograph(phone, '47-phone-photo-sent')
  await ask(shell, 'sync.run')
  await openPage(shell.page, VERIFICATION, '实名认证')
  await expect(shell.page.getByRole('heading', { name: '人工审核中' })).toBeVisible()
  await context.close()
})

/** Speaks as much of the protocol of docs/decisions/0011 as a journey needs; server/verification's tests try the rest. */
async function aService() {
  const service = { result: 'pending' as 'pending' | 'pass' }
  const server = createServer((request, response) => {
    const started = { url: 'https://identity.example/s/1', receipt: `receipt-${Math.random()}` }
    response.end(JSON.stringify(request.method === 'POST' ? started : { result: service.result }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Safe: it listens on a port.
  const { port } = server.address() as AddressInfo
  return Object.assign(service, {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  })
}
