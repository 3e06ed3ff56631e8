/** Writes what the server's models measure of the largest face in each picture: a JSON list of pictures in Base64 on stdin, a JSON list of signals on stdout. */
import { readFileSync } from 'node:fs'
import { loadFaceModels } from '../../../server/verification/face-worker/face-models.ts'
import { decodePicture } from '../../../server/verification/face-worker/picture.ts'

// Safe: written by server-signals.ts.
const pictures = JSON.parse(readFileSync(0, 'utf8')) as string[]
const models = await loadFaceModels()
const signals = []
for (const picture of pictures) {
  const [face] = await models.measure(await decodePicture(Buffer.from(picture, 'base64'), 640))
  signals.push(face?.signals ?? null)
}
process.stdout.write(JSON.stringify(signals))
