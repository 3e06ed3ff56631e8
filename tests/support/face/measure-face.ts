/** Writes the mesh of the face in the picture on stdin to the file named, whole or not at all. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { loadFaceModels } from '../../../server/verification/face-worker/face-models.ts'
import { decodePicture } from '../../../server/verification/face-worker/picture.ts'

const target = process.argv[2] ?? ''
const models = await loadFaceModels()
const [face] = await models.measure(await decodePicture(readFileSync(0)))
if (!face) throw new Error('no face in the picture')
const own = `${target}.${process.pid}`
writeFileSync(own, JSON.stringify({ mesh: face.mesh, triangles: models.triangles }))
renameSync(own, target)
