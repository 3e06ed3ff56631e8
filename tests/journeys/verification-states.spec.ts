/** PC 人脸认证 (manual 2.2.3) in the states that a good run only passes through: a picture that never gets good, the digits, a busy server. Each tells what to do, by keyboard too. */
import { FaceSessionState } from '../../domain/verification/face-contract.ts'
import { test } from '../support/journey/at-a-camera.ts'
import { lookAt } from '../support/journey/look-at.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { reachByTab } from '../support/journey/reach-by-tab.ts'
import {
  begin,
  obeyUntilDecided,
  startButton,
  submitWithFailingCheck,
  toPreview,
} from '../support/journey/verification-steps.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { expect } from '../support/shells.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(67),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820469',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820462' },
}
const BUSY = FaceSessionState.parse({
  sessionId: 'of this try',
  state: 'busy',
  version: 2,
  expiresAt: '2026-11-23T00:00:00.000Z',
  failure: null,
  triesLeft: 3,
  pausedUntil: null,
})

test.describe.configure({ timeout: 240_000 })
// A trace films every page; on two cores that is what the detector needs.
test.use({ trace: 'off' })

test('a picture without a face, the digits to be read and a busy server each say what to do, and what was taken is sent again', async ({
  server,
  camera,
  shellAtCamera,
}) => {
  const { page } = shellAtCamera
  await submitWithFailingCheck(shellAtCamera, server, ORGANISATION)
  await toPreview(page)
  camera.leave()
  await begin(page)
  await expect(page.getByText('未检测到人脸，请把脸移到框内')).toBeVisible()
  await reachByTab(page, '51-judged')
  await photograph(page, '51-judged')
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('15 秒内画面没有达到要求', { timeout: 30_000 })
  await expect(alert).toContainText('没有用掉次数')
  await lookAt(page, '51-no-face')
  camera.comeBack()

  // A server's queue of eight cannot be filled by one page: its answer stands in once, and the same upload then reaches the true one.
  await page.route(
    '**/agent/verification.submitFace',
    (route) => route.fulfill({ json: { ok: true, value: BUSY } }),
    { times: 1 },
  )
  const digits = page.locator('[data-stage="digits"]').textContent({ timeout: 100_000 })
  expect(await obeyUntilDecided(page, camera)).toHaveLength(3)
  expect((await digits)?.trim()).toMatch(/^请读出：\d \d \d \d$/)
  await expect(page.getByRole('heading', { name: '服务器正忙' })).toBeFocused()
  await lookAt(page, '51-server-busy')
  await page.getByRole('button', { name: '再次提交' }).press('Enter')
  await expect(page.getByRole('heading', { name: '人脸认证已通过' })).toBeFocused({ timeout: 30_000 })
  await lookAt(page, '51-passed')
  await expect(startButton(page)).toHaveCount(0)
})
