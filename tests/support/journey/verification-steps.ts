import { expect, test, type Page } from '@playwright/test'
import type { FaceAction } from '../../../domain/verification/face-action.ts'
import type { LiveCamera } from '../face/live-camera.ts'
import { publicFace } from '../face/public-face.ts'
import { specimenCard } from '../face/specimen-capture.ts'
import type { RunningServer } from '../running-server.ts'
import type { Shell } from '../shell-host.ts'
import { specimenPicture } from '../specimen-pictures.ts'
import { openPage } from './open-page.ts'
import type { OrganisationOnPaper } from './organisation-steps.ts'
import { ask, registerOrganisation, takeIn } from './through-the-agent.ts'

/** Materials are in, and the phone check has answered that the three do not belong together. */
export async function submitWithFailingCheck(
  shell: Shell,
  server: RunningServer,
  organisation: OrganisationOnPaper,
): Promise<void> {
  const { representative } = organisation
  await decideIdentity(server, representative.documentNumber, 'mismatch')
  await registerOrganisation(shell, server, organisation)
  const back = await specimenPicture('document-back', representative)
  const licence = await specimenPicture('licence', representative)
  const front = await specimenCard((await publicFace()).png)
  await ask(shell, 'organisation.submitMaterials', {
    scope: organisation.scope,
    registrationAuthority: '南京市秦淮区市场监督管理局',
    regionCodes: ['320000', '320100', '320104'],
    address: '南京市秦淮区样本路 18 号 3 幢 502 室',
    publicEmail: '',
    publicContact: '陈婷',
    publicPhone: '025-84567890',
    serviceTypes: ['maintenance'],
    legalRepresentative: { ...representative, documentKind: 'resident-id' },
    pictures: {
      documentBack: await takeIn(shell, 'document-picture', back.buffer),
      documentFront: await takeIn(shell, 'document-picture', front),
      licence: await takeIn(shell, 'licence-picture', licence.buffer),
    },
  })
}

/** What the development provider says of the person with this document, set as at /dev/outbox. */
export async function decideIdentity(
  server: RunningServer,
  documentNumber: string,
  answer: 'match' | 'mismatch',
): Promise<void> {
  const response = await fetch(`${server.url}/dev/outbox`, {
    method: 'POST',
    body: new URLSearchParams({ documentNumber, answer }),
    redirect: 'manual',
  })
  expect(response.status).toBe(303)
}

/** The consent to PC 人脸认证 is given; what follows depends on the camera. */
export async function agree(page: Page): Promise<void> {
  await openPage(page, '/registration/verification/pc', 'PC 人脸认证')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '同意并继续' }).click()
}

/** Consent is given and the camera shows a picture that the detector is ready to judge. */
export async function toPreview(page: Page): Promise<void> {
  await agree(page)
  await expectReady(page)
}

export const startButton = (page: Page) => page.getByRole('button', { name: '开始', exact: true })

/** Camera and detector are there: 开始 can be pressed. */
export async function expectReady(page: Page): Promise<void> {
  await expect(startButton(page)).not.toHaveAttribute('aria-disabled', 'true', { timeout: 20_000 })
}

/** On a machine busy with something else the page begins nothing and says so: try again, as it asks. */
export async function beginAgain(page: Page): Promise<void> {
  const again = page.getByRole('button', { name: '重新检测' })
  if (!(await again.isVisible())) return
  await again.click()
  await begin(page)
}

export async function begin(page: Page): Promise<void> {
  await expectReady(page)
  await startButton(page).press('Enter')
}

/** Watches the page as a person does and answers each prompt once, until the prompts are over. */
export async function obey(
  page: Page,
  camera: LiveCamera,
  answer: (asked: FaceAction) => FaceAction | null = (asked) => asked,
): Promise<FaceAction[]> {
  const asked: FaceAction[] = []
  let last = ''
  for (const giveUpAt = Date.now() + 60_000; Date.now() < giveUpAt;) {
    const now = await page.evaluate(() => ({
      step: document.querySelector<HTMLElement>('.face-capture')?.dataset['step'] ?? '',
      prompt: document.querySelector<HTMLElement>('[data-prompt]')?.dataset['prompt'] ?? '',
    }))
    if (!['ready', 'quality', 'prompts'].includes(now.step)) return asked
    if (now.step === 'ready') await beginAgain(page)
    if (now.prompt !== '' && now.prompt !== last) {
      // Safe: the page writes the contract's own word there.
      const prompt = now.prompt as FaceAction
      asked.push(prompt)
      const action = answer(prompt)
      if (action) camera.act(action)
    }
    last = now.prompt
    await page.waitForTimeout(60)
  }
  throw new Error('the prompts did not end')
}

/** Under this name the report of the journeys tells how long it took from 开始 to the result, for `npm run bench:verification`. */
export const BEGIN_TO_RESULT_MS = 'from 开始 to the result, ms'

/** What a machine busy with other things makes of an honest person. */
const LATE = /没有在 5 秒内看到提示的动作|服务器没有在规定时间内得出结果/

/** Obeys, and where a busy machine saw or judged it too late does what the page advises: tries again, as often as the server allows. */
export async function obeyUntilDecided(page: Page, camera: LiveCamera): Promise<FaceAction[]> {
  for (;;) {
    await begin(page)
    const begunMs = performance.now()
    const asked = await obey(page, camera)
    const late = page.getByRole('heading', { name: LATE })
    const ended = page.locator('[data-result]')
    await expect(ended).toBeVisible({ timeout: 30_000 })
    if (!(await late.isVisible())) {
      const tookMs = String(Math.round(performance.now() - begunMs))
      test.info().annotations.push({ type: BEGIN_TO_RESULT_MS, description: tookMs })
      return asked
    }
    await page.getByRole('button', { name: '再试一次' }).click()
  }
}
