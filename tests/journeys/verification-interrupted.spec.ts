/** PC 人脸认证 (manual 2.2.3) whose camera goes away in mid-way: pulled out, or its permission taken back. What to do is said, and the page goes on from there. */
import type { Page } from '@playwright/test'
import { test } from '../support/journey/at-a-camera.ts'
import { lookAt } from '../support/journey/look-at.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { reachByTab } from '../support/journey/reach-by-tab.ts'
import {
  begin,
  beginAgain,
  expectReady,
  startButton,
  submitWithFailingCheck,
  toPreview,
} from '../support/journey/verification-steps.ts'
import { walkByKeyboard } from '../support/journey/walk-by-keyboard.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { expect } from '../support/shells.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(65),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820466',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820462' },
}

test.describe.configure({ timeout: 240_000 })
// A trace films every page; on two cores that is what the detector needs.
test.use({ trace: 'off' })

const step = (page: Page, name: string) => page.locator(`.face-capture[data-step="${name}"]`)

/** A track ends as Chromium ends it when the device is gone; the fake device itself cannot be pulled out. */
async function pullOut(page: Page): Promise<void> {
  await page.evaluate(() => {
    const stream = document.querySelector('video')?.srcObject
    if (!(stream instanceof MediaStream)) throw new Error('no camera is open')
    for (const track of stream.getVideoTracks()) {
      track.stop()
      track.dispatchEvent(new Event('ended'))
    }
  })
}

/** axe at both sizes and in both themes; from where the focus stands Tab comes to the buttons in this order, to everything else too, and round again. */
async function expectUsable(page: Page, name: string, buttons: readonly string[]): Promise<void> {
  const stops = await reachByTab(page, name)
  expect.soft(stops.filter((stop) => buttons.includes(stop))).toEqual(buttons)
  await lookAt(page, name)
  const { stops: count, ...faults } = await walkByKeyboard(page)
  expect.soft(faults, name).toEqual({ cameRound: true, missed: [], unseen: [], crowdedGrids: [] })
  expect.soft(count, name).toBeGreaterThan(buttons.length)
}

/** On a busy machine the picture may be judged too slowly to begin: tried again, as the page asks. */
async function untilPrompts(page: Page): Promise<void> {
  await begin(page)
  await expect(async () => {
    await beginAgain(page)
    await expect(step(page, 'prompts')).toBeVisible({ timeout: 20_000 })
  }).toPass({ timeout: 100_000 })
}

test('a camera pulled out at the preview, while the picture is judged and between the prompts is told each time, and found again it goes on', async ({
  server,
  camera,
  shellAtCamera,
}) => {
  const { page } = shellAtCamera
  await submitWithFailingCheck(shellAtCamera, server, ORGANISATION)
  await toPreview(page)
  const again = page.getByRole('button', { name: '重新检测' })

  await pullOut(page)
  await expect(page.getByRole('alert')).toContainText('摄像头已断开')
  await expect(startButton(page)).toHaveAttribute('aria-disabled', 'true')
  await lookAt(page, '49-unplugged')
  await again.press('Enter')
  await expectReady(page)
  await expect(startButton(page)).toBeFocused()

  // Nobody is in the picture: it is judged until somebody is.
  camera.leave()
  await begin(page)
  await expect(step(page, 'quality')).toBeVisible()
  await pullOut(page)
  await expect(page.getByRole('alert')).toContainText('摄像头已断开')
  await expect(step(page, 'ready')).toBeVisible()
  await expect(again, 'the focus is where it goes on').toBeFocused()
  await expectUsable(page, '49-unplugged-while-judged', ['开始', '我无法完成动作', '重新检测'])
  camera.comeBack()
  await again.press('Enter')

  await untilPrompts(page)
  await pullOut(page)
  await expect(page.getByRole('heading', { name: '摄像头中途断开' })).toBeVisible()
  await expect(page.getByText(/还可以再试 \d 次/)).toBeVisible()
  await expect(page.getByRole('heading', { name: '摄像头中途断开' })).toBeFocused()
  await expectUsable(page, '49-unplugged-at-a-prompt', ['再试一次', '选择其他方式', '不用刷脸：人工审核'])
  await page.getByRole('button', { name: '再试一次' }).press('Enter')
  await expectReady(page)
})

test('a permission taken back in mid-way is told as such; given again it goes on, and the way without a face stays open', async ({
  server,
  camera,
  openWorkstationWith,
}) => {
  const shell = await openWorkstationWith(camera, [])
  const { page } = shell
  const allow = await permissionSwitch(page)
  await allow('granted')
  await submitWithFailingCheck(shell, server, ORGANISATION)
  await toPreview(page)
  await untilPrompts(page)
  await allow('denied')
  await expect(page.getByRole('heading', { name: '摄像头中途断开' })).toBeVisible()
  await expect(page.getByText('请检查摄像头的连接和权限后再试')).toBeVisible()
  await page.getByRole('button', { name: '再试一次' }).press('Enter')
  await expect(page.getByRole('alert')).toContainText('没有使用摄像头和麦克风的权限')
  await lookAt(page, '49-revoked')

  await allow('granted')
  await page.getByRole('button', { name: '重新检测' }).press('Enter')
  await expectReady(page)
  await allow('denied')
  await expect(page.getByRole('alert')).toContainText('摄像头权限已被收回')
  await lookAt(page, '49-revoked-at-the-preview')
  await page.getByRole('button', { name: '我无法完成动作' }).press('Enter')
  await expect(page.getByRole('dialog', { name: '申请人工审核' })).toBeVisible()
})

/** The browser's own switch beside the address; Chromium ends the tracks of a permission that is taken back. It holds as long as the session that set it. */
async function permissionSwitch(page: Page) {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (!session) throw new Error('the page has no browser of its own')
  const { targetInfos } = await session.send('Target.getTargets')
  const { origin } = new URL(page.url())
  const { browserContextId } = targetInfos.find(({ url }) => url.startsWith(origin)) ?? {}
  if (browserContextId === undefined) throw new Error('the page is in none of the browser’s contexts')
  return async (setting: 'granted' | 'denied') => {
    for (const name of ['camera', 'microphone']) {
      const permission = { name }
      await session.send('Browser.setPermission', { permission, setting, origin, browserContextId })
    }
  }
}
