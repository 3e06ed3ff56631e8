/**
 * What one verification by face costs the server: `npm run bench:verification`, written to docs/bench-verification.md. In this process the models alone; in
 * the worker whole sessions of seven pictures and a card, as they come from a client.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { FaceAction } from '../../../domain/verification/face-action.ts'
import { createFaceJudge } from '../../../server/verification/face-judge.ts'
import { loadFaceModels } from '../../../server/verification/face-worker/face-models.ts'
import { judgeFace } from '../../../server/verification/face-worker/judge-face.ts'
import { decodePicture } from '../../../server/verification/face-worker/picture.ts'
import { aPerformer, specimenCard } from '../../support/face/specimen-capture.ts'
import { walkPcWay } from './walk-pc-way.ts'

const SESSIONS = 10
const JOURNEYS = 5
const PICTURES = 20
const PROMPTS: FaceAction[] = ['blink', 'turn-left', 'open-mouth']

const resultMs = (await walkPcWay(JOURNEYS)).sort((one, other) => one - other)
const person = await aPerformer()
const portrait = await specimenCard(person.face.png)
const frames = await person.perform(PROMPTS)
const question = { prompts: PROMPTS, frames, portrait }

const wholeMs = await times(SESSIONS, await throughTheWorker())
const startedMs = performance.now()
const models = await loadFaceModels()
const loadMs = performance.now() - startedMs
const picture = await decodePicture(frames[0]?.jpeg ?? new Uint8Array())
const pictureMs = await times(PICTURES, () => models.measure(picture))
const cpuBefore = process.cpuUsage()
await judgeFace(models, question)
const cpu = process.cpuUsage(cpuBefore)

const rows: [string, string, string][] = [
  [
    `from 开始 to the result, ${JOURNEYS} scripted journeys in Chromium beside their server, p50 / longest`,
    `${at(resultMs, 0.5)} / ${at(resultMs, 1)} ms`,
    'at most 15 000 ms',
  ],
  ['models loaded', `${Math.round(loadMs)} ms`, '158–221 ms (one library)'],
  [
    'one picture, detection to both descriptors, p50 / p90',
    `${at(pictureMs, 0.5)} / ${at(pictureMs, 0.9)} ms`,
    'about 200 ms',
  ],
  [
    'one session of 7 pictures and a card, p50 / p90',
    `${at(wholeMs, 0.5)} / ${at(wholeMs, 0.9)} ms`,
    '1 500 ms (5 pictures)',
  ],
  ['processor time of one session', `${Math.round((cpu.user + cpu.system) / 1000)} ms`, '1 600 ms'],
  ['memory of the process', `${Math.round(process.memoryUsage().rss / 1e6)} MB`, '490–560 MB'],
]
const report = `# What one verification by face costs the server

\`npm run bench:verification\`, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load of the machine at the end ${loadavg()[0]?.toFixed(1) ?? '?'} (above ${cpus().length} the times are too long by as much).

| what | here | face.md, issue |
|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

From 开始 to the result: the quality of the picture, three prompts and neutral pauses as drawn by the server, sealing, upload and judgement; of sessions that a late picture burned, the last.
`
writeFileSync(join(import.meta.dirname, '../../../docs/bench-verification.md'), report)
console.log(report)

async function throughTheWorker(): Promise<() => Promise<void>> {
  const judge = createFaceJudge({ timeLimitMs: 120_000, loadLimitMs: 120_000, idleMs: 1000 })
  await judge.judge(question)
  return async () => {
    const verdict = await judge.judge(question)
    if (verdict?.kind !== 'judged' || verdict.judgement.decision !== 'pass')
      throw new Error('the session did not pass')
  }
}

async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let round = 0; round < count; round += 1) {
    const beganMs = performance.now()
    await work()
    taken.push(performance.now() - beganMs)
  }
  return taken.sort((one, other) => one - other)
}

function at(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
}
