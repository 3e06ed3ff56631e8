/** What verification by face may leave behind: database, disk and log are searched after every end a session can have. */
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { FACE_CONSENT } from '../../domain/verification/face-consent.ts'
import type { FaceChallenge, PhoneOpened } from '../../domain/verification/face-contract.ts'
import { createFaceJudge } from '../../server/verification/face-judge.ts'
import {
  aPayload,
  aPhoto,
  anUnverifiedOrganisation,
  PICTURE_MARKER,
  sealed,
} from '../support/face/a-face-session.ts'
import { judgedByHand, type JudgedByHand } from '../support/face/judged-by-hand.ts'
import { anAuthority } from '../support/an-organisation-at-work.ts'
import { ENGINES } from '../support/databases.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const DYING = fileURLToPath(new URL('../support/face/dying-worker.ts', import.meta.url))
const DAY_MS = 24 * 60 * 60_000
const PORTRAIT_MARKER = 'PORTRAIT-MARKER'
/** Every table but those in which the organisation's own record must say who its legal representative is. */
const RECORDS = new Set(['record', 'version', 'change', 'organisation', 'account'])

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

const materialOf = ({ dataDir }: TestServer) =>
  filesUnder(dataDir).filter((path) => path.includes('face-material'))

/** As bytes, as text, and as base64 at each of its three offsets. */
function spellings(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from(' '.repeat(offset) + secret)
      .toString('base64')
      .slice(4, -4),
  )
  return [secret, Buffer.from(secret).toString('hex'), JSON.stringify(secret).slice(1, -1), ...base64]
}

async function tablesOf({ db }: TestServer): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { name } of await db.introspection.getTables()) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db)
    found.set(name, JSON.stringify(rows, bytesAsText))
  }
  return found
}

function bytesAsText(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  return typeof value === 'bigint' ? String(value) : value
}

describe.each(ENGINES)('what a verification by face leaves on $name', ({ open }) => {
  async function prepared(dying = false) {
    const byHand = judgedByHand()
    const judge = dying ? createFaceJudge({ worker: DYING }) : byHand
    const lines: string[] = []
    const dataDir = mkdtempSync(join(tmpdir(), 'face-privacy-'))
    const server = await startTestServer(await open(), {
      face: { judge },
      dataDir,
      log: (line) => void lines.push(line),
    })
    const mine = await anUnverifiedOrganisation(server)
    lines.length = 0
    return { server, judge: byHand, lines, ...mine }
  }
  type Prepared = Awaited<ReturnType<typeof prepared>>

  /** Fails where pictures, descriptors, names, numbers or tokens are found where they must not be. */
  async function search(
    { server, materials, token, lines }: Prepared,
    secrets: string[] = [],
  ): Promise<void> {
    const { name, documentNumber, mobile } = materials.legalRepresentative
    const log = lines.join('')
    expect(log).toContain('verification')
    const tables = await tablesOf(server)
    const disk = filesUnder(server.dataDir)
      .map((path) => path + readFileSync(path, 'latin1'))
      .join('')
    for (const secret of [PICTURE_MARKER, PORTRAIT_MARKER, ...secrets].flatMap(spellings)) {
      expect(log).not.toContain(secret)
      expect(disk).not.toContain(secret)
      for (const [table, rows] of tables) expect.soft(rows, table).not.toContain(secret)
    }
    for (const personal of [name, documentNumber, mobile, token]) {
      expect(log).not.toContain(personal)
      expect(disk).not.toContain(Buffer.from(personal).toString('latin1'))
      for (const [table, rows] of tables)
        if (!RECORDS.has(table)) expect.soft(rows, `${personal} in ${table}`).not.toContain(personal)
    }
    expect([...tables.keys()]).toContain('face_session')
    for (const rows of tables.values()) expect(rows).not.toMatch(/"(descriptor|embedding|score)s?"/)
  }

  async function decided(given: Prepared, next: JudgedByHand['next']): Promise<FaceChallenge> {
    given.judge.next = next
    const challenge = await given.started()
    await given.submit(challenge, aPayload(challenge))
    await given.ended(challenge.sessionId)
    return challenge
  }

  /** By an official who has looked at the pictures. */
  async function approved({ server, organisation }: Prepared): Promise<void> {
    const { token } = await anAuthority(server)
    const { id: organisationId } = organisation
    await server.ask('verification.readFaceEvidence', { organisationId }, token)
    const [pending] = await server.ask('supervision.pendingVerifications', undefined, token)
    const requestedAt = pending?.requestedAt ?? ''
    const decision = { organisationId, requestedAt, approve: true, reason: '' }
    await server.ask('supervision.decideVerification', decision, token)
  }

  it.each(['pass', 'fail', 'too-long', 'unavailable'] as const)(
    'is nothing of the face after %s, neither in tables nor files nor log',
    async (next) => {
      const given = await prepared()
      const { nonce } = await decided(given, next)
      expect(materialOf(given.server)).toEqual([])
      await search(given)
      expect(given.lines.join('')).not.toContain(nonce)
      const [row] = await given.server.db.selectFrom('face_session').selectAll().execute()
      expect(row).toMatchObject({ private_key: null, camera_label: null })
    },
  )

  it('is nothing of the face after a cancelled and an expired session', async () => {
    const given = await prepared()
    const first = await given.started()
    await given.server.ask('verification.cancelFace', { sessionId: first.sessionId }, given.token)
    const second = await given.started()
    given.server.clock.pass(200_000)
    expect(await given.ended(second.sessionId)).toMatchObject({ state: 'expired' })
    await search(given)
    const rows = await given.server.db.selectFrom('face_session').select('private_key').execute()
    expect(rows.map(({ private_key: key }) => key)).toEqual([null, null])
  })

  it('is nothing of the face when the judge dies over the pictures', async () => {
    const given = await prepared(true)
    const challenge = await given.started()
    await given.submit(challenge, aPayload(challenge))
    expect(await given.ended(challenge.sessionId)).toMatchObject({ state: 'unavailable' })
    expect(materialOf(given.server)).toEqual([])
    await search(given)
  })

  it('is sealed pictures alone while people must look, and nothing after their decision', async () => {
    const given = await prepared()
    await decided(given, 'review')
    expect(materialOf(given.server)).toHaveLength(3)
    for (const path of materialOf(given.server)) expect(statSync(path).mode & 0o077).toBe(0)
    await search(given)
    await approved(given)
    expect(materialOf(given.server)).toEqual([])
    await search(given)
  })

  it('is erased on request at once, and after seven days at the latest', async () => {
    const asked = await prepared()
    await decided(asked, 'review')
    await asked.server.ask('verification.deleteFaceMaterial', undefined, asked.token)
    expect(materialOf(asked.server)).toEqual([])
    await search(asked)

    const waiting = await prepared()
    await decided(waiting, 'review')
    waiting.server.clock.pass(7 * DAY_MS - 60_000)
    await waiting.server.everyHour()
    expect(materialOf(waiting.server)).toHaveLength(3)
    waiting.server.clock.pass(60_000)
    await waiting.server.everyHour()
    expect(materialOf(waiting.server)).toEqual([])
    await search(waiting)
    expect((await waiting.verification()).state).toBe('in-review')
  })

  it('is not the token of a phone’s code, not its digits in the log, and nothing of a selfie once people have decided', async () => {
    const given = await prepared()
    const result = await given.start('phone', null)
    if (!result.ok || !result.value.phone) throw new Error('no code')
    const { pathname } = new URL(result.value.phone.url)
    const token = pathname.split('/')[2] ?? ''
    const post = async <Value>(verb: string, body: object = {}) =>
      (await given.server.app.inject({ method: 'POST', url: `${pathname}/${verb}`, payload: body })).json<{
        value: Value
      }>().value
    const { nonce } = await post<PhoneOpened>('open')
    const challenge = await post<FaceChallenge>('confirm', {
      nonce,
      consentVersion: FACE_CONSENT.version,
      cameraLabel: '',
    })
    await post('photo', { nonce, sealedBase64: await sealed(challenge, aPhoto(challenge)) })
    expect(await given.ended(challenge.sessionId)).toMatchObject({ state: 'in-review' })
    await search(given, [token])
    expect(given.lines.join('')).not.toContain(nonce)
    await approved(given)
    expect(materialOf(given.server)).toEqual([])
    await search(given, [token])
  })
})
