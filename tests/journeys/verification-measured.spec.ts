/** PC 人脸认证: page and server judge a picture by the same rules (domain/verification/action-rules.ts), so they must see the same face in it. */
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import type { FaceSignals } from '../../domain/verification/face-signals.ts'
import type {
  DetectorAnswer,
  DetectorQuestion,
} from '../../renderer/shared/face-capture/detector-messages.ts'
import { FRAME_HEIGHT, FRAME_WIDTH, publicFace } from '../support/face/public-face.ts'
import { createPuppet, POSES } from '../support/face/puppet.ts'
import { serverSignals } from '../support/face/server-signals.ts'
import { test } from '../support/journey/at-a-camera.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { submitWithFailingCheck, toPreview } from '../support/journey/verification-steps.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { expect } from '../support/shells.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(66),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820468',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820462' },
}
/** Of decimal places: the two need not add up in the same order. */
const PLACES = 6

test.describe.configure({ timeout: 180_000 })
test.use({ trace: 'off' })

test('the page measures the very picture it sends: the server finds the same face in it', async ({
  server,
  shellAtCamera,
}) => {
  const { page } = shellAtCamera
  await submitWithFailingCheck(shellAtCamera, server, ORGANISATION)
  await toPreview(page)
  const puppet = createPuppet(await publicFace())
  const raw = { width: FRAME_WIDTH, height: FRAME_HEIGHT, channels: 3 } as const
  const poses = Object.entries(POSES)
  const pictures = await Promise.all(
    poses.map(([, pose]) => sharp(puppet.draw(pose), { raw }).png().toBuffer()),
  )

  const measured = await measureInPage(page, pictures)
  const atServer = serverSignals(measured.map(({ jpeg }) => new Uint8Array(jpeg)))
  expect(atServer).toHaveLength(poses.length)
  for (const [index, seen] of atServer.entries()) {
    const pose = poses[index]?.[0] ?? ''
    const { signals } = measured[index] ?? {}
    if (!signals || !seen) throw new Error(`no face was seen in the picture of ${pose}`)
    for (const name of ['eyeOpenness', 'mouthOpenness', 'turn', 'widthPixels'] as const) {
      expect.soft(seen[name], `${name} of ${pose} at the server`).toBeCloseTo(signals[name], PLACES)
    }
  }
})

interface MeasuredInPage {
  signals: FaceSignals | null
  /** What the page would send. */
  jpeg: number[]
}

/** Hands the pictures, which no JPEG has touched before, to a second worker of the page's own code. */
async function measureInPage(page: Page, pictures: readonly Buffer[]): Promise<MeasuredInPage[]> {
  const [workerUrl] = page
    .workers()
    .map((worker) => worker.url())
    .filter((url) => url.includes('face-worker'))
  if (workerUrl === undefined) throw new Error('the page has no detector')
  const pngs = pictures.map((picture) => picture.toString('base64'))
  return page.evaluate(
    async ({ workerUrl, pngs }) => {
      const worker = new Worker(workerUrl, { type: 'module' })
      const ask = (question: DetectorQuestion) =>
        new Promise<DetectorAnswer>((resolve, reject) => {
          worker.onmessage = ({ data }: MessageEvent<DetectorAnswer>) => {
            if (data.kind === 'failed') reject(new Error(data.message))
            else resolve(data)
          }
          worker.onerror = () => {
            reject(new Error('the worker did not start'))
          }
          worker.postMessage(question)
        })
      await ask({ kind: 'load', number: 0, assets: new URL('./face/', document.baseURI).href })
      const measured = []
      for (const [index, png] of pngs.entries()) {
        const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
        const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
        const answer = await ask({ kind: 'measure', number: index + 1, atMs: 0, picture, keep: true })
        if (answer.kind !== 'measured' || !answer.frame.jpeg) throw new Error('no picture came back')
        const jpeg = [...new Uint8Array(await answer.frame.jpeg.arrayBuffer())]
        measured.push({ signals: answer.frame.signals, jpeg })
      }
      worker.terminate()
      return measured
    },
    { workerUrl, pngs },
  )
}
