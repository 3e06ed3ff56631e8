import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { Upload } from 'tus-js-client'
import { describe, expect, it } from 'vitest'
import type { AttachmentPurpose } from '../../../domain/attachments/attachments-contract.ts'
import { createUnfinishedUploads } from '../../../server/attachments/unfinished-uploads.ts'
import { ENGINES } from '../../support/databases.ts'
import { bearer, startTestServer, type TestServer } from '../../support/test-server.ts'

const KIB = 1024

function aPicture(): Promise<Buffer> {
  // Noise, so that it is large enough for several chunks.
  const pixels = randomBytes(300 * 300 * 3)
  return sharp(pixels, { raw: { width: 300, height: 300, channels: 3 } })
    .png()
    .toBuffer()
}

async function aPdf(pages: number): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  for (let page = 0; page < pages; page += 1) pdf.addPage()
  return Buffer.from(await pdf.save())
}

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

interface Offered {
  bytes: Buffer
  purpose: AttachmentPurpose
  mediaType: string
  sha256?: string
}

async function listen(server: TestServer): Promise<string> {
  return server.app.listen({ host: '127.0.0.1', port: 0 })
}

/** As the agent uploads: answers 0 or the status that ended it. */
function upload(
  url: string,
  token: string,
  { bytes, purpose, mediaType, sha256 }: Offered,
  stopAfter?: number,
) {
  return new Promise<{ status: number; body: string; uploadUrl: string | null }>((resolve) => {
    const job = new Upload(bytes, {
      endpoint: `${url}/files`,
      chunkSize: 64 * KIB,
      retryDelays: [],
      headers: bearer(token),
      metadata: { sha256: sha256 ?? sha256Of(bytes), sizeBytes: String(bytes.length), mediaType, purpose },
      onChunkComplete: (_size, sent) => {
        if (stopAfter === undefined || sent < stopAfter) return
        void job.abort().then(() => resolve({ status: -1, body: '', uploadUrl: job.url }))
      },
      onSuccess: () => resolve({ status: 0, body: '', uploadUrl: job.url }),
      onError: (error) => {
        const response = 'originalResponse' in error ? error.originalResponse : null
        resolve({
          status: response?.getStatus() ?? -2,
          body: response?.getBody() ?? String(error),
          uploadUrl: job.url,
        })
      },
    })
    job.start()
  })
}

describe.each(ENGINES)('uploads on $name', ({ open }) => {
  it('keeps a file under its hash, encrypted, and gives it back whole and in parts', async () => {
    const server = await startTestServer(await open())
    const { token, organisationId } = await server.registerOrganisation()
    const url = await listen(server)
    const bytes = await aPicture()
    const sha256 = sha256Of(bytes)
    const blobUrl = `/blobs/${sha256}`
    const head = async () =>
      (await server.app.inject({ method: 'HEAD', url: blobUrl, headers: bearer(token) })).statusCode
    expect(await head()).toBe(404)
    expect(
      await upload(url, token, { bytes, purpose: 'licence-picture', mediaType: 'image/png' }),
    ).toMatchObject({ status: 0 })
    expect(await head()).toBe(200)

    const whole = await server.app.inject({ url: blobUrl, headers: bearer(token) })
    expect(whole.headers['content-type']).toBe('image/png')
    expect(whole.rawPayload.equals(bytes)).toBe(true)
    const part = await server.app.inject({
      url: blobUrl,
      headers: { ...bearer(token), range: 'bytes=10-19' },
    })
    expect(part.statusCode).toBe(206)
    expect(part.headers['content-range']).toBe(`bytes 10-19/${bytes.length}`)
    expect(part.rawPayload.equals(bytes.subarray(10, 20))).toBe(true)

    const stored = readFileSync(join(server.dataDir, 'blobs', organisationId, sha256))
    expect(stored.includes(bytes.subarray(100, 132))).toBe(false)
    expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([])
  })

  it('answers 460 to bytes that do not have the announced hash, and keeps nothing', async () => {
    const server = await startTestServer(await open())
    const { token, organisationId } = await server.registerOrganisation()
    const url = await listen(server)
    const bytes = await aPicture()
    const other = sha256Of(Buffer.from('other'))
    const answer = await upload(url, token, {
      bytes,
      purpose: 'licence-picture',
      mediaType: 'image/png',
      sha256: other,
    })
    expect(answer.status).toBe(460)
    expect(JSON.parse(answer.body)).toMatchObject({ failure: { code: 'attachment-refused' } })
    expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([])
    expect(await server.db.selectFrom('blob').selectAll().execute()).toEqual([])
    const again = await server.app.inject({
      method: 'HEAD',
      url: answer.uploadUrl?.slice(url.length) ?? '',
      headers: { ...bearer(token), 'tus-resumable': '1.0.0' },
    })
    expect(again.statusCode).toBe(404)
    expect(() => readdirSync(join(server.dataDir, 'blobs', organisationId))).toThrow('ENOENT')
  })

  it('goes on where an interrupted upload stopped', async () => {
    const server = await startTestServer(await open())
    const { token } = await server.registerOrganisation()
    const url = await listen(server)
    const bytes = await aPicture()
    const offered: Offered = { bytes, purpose: 'licence-picture', mediaType: 'image/png' }
    const stopped = await upload(url, token, offered, 128 * KIB)
    const head = await server.app.inject({
      method: 'HEAD',
      url: stopped.uploadUrl?.slice(url.length) ?? '',
      headers: { ...bearer(token), 'tus-resumable': '1.0.0' },
    })
    const offset = Number(head.headers['upload-offset'])
    expect(offset).toBeGreaterThanOrEqual(128 * KIB)
    const rest = await fetch(stopped.uploadUrl ?? '', {
      method: 'PATCH',
      headers: {
        ...bearer(token),
        'tus-resumable': '1.0.0',
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: new Uint8Array(bytes.subarray(offset)),
    })
    expect(rest.status).toBe(204)
    expect(await server.db.selectFrom('blob').select('sha256').execute()).toEqual([
      { sha256: sha256Of(bytes) },
    ])
  })

  it('refuses what is not what it should be, in words that say what to do', async () => {
    const server = await startTestServer(await open())
    const { token } = await server.registerOrganisation()
    const url = await listen(server)
    const picture = await aPicture()
    const refused: [Offered, number, string][] = [
      [
        { bytes: Buffer.from('not a picture at all'), purpose: 'document-picture', mediaType: 'image/png' },
        415,
        'JPG 或 PNG',
      ],
      [{ bytes: picture, purpose: 'document-picture', mediaType: 'image/jpeg' }, 415, '类型不一致'],
      [
        {
          bytes: picture.subarray(0, picture.length / 2),
          purpose: 'document-picture',
          mediaType: 'image/png',
        },
        415,
        '损坏',
      ],
      [{ bytes: picture, purpose: 'letter', mediaType: 'image/png' }, 415, 'PDF'],
      [{ bytes: await aPdf(1), purpose: 'letter', mediaType: 'application/pdf' }, 415, '现在是 1 页'],
      [
        { bytes: Buffer.from('%PDF-1.7 broken'), purpose: 'conclusion', mediaType: 'application/pdf' },
        415,
        '损坏',
      ],
      [
        { bytes: Buffer.alloc(11 * KIB * KIB), purpose: 'licence-picture', mediaType: 'image/png' },
        413,
        '10 MB',
      ],
      [{ bytes: picture, purpose: 'licence-picture', mediaType: 'image/png', sha256: 'x' }, 400, '不完整'],
    ]
    for (const [offered, status, words] of refused) {
      const answer = await upload(url, token, offered)
      expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(words)])
    }
    expect(await server.db.selectFrom('blob').selectAll().execute()).toEqual([])
    expect(
      await upload(url, token, { bytes: await aPdf(2), purpose: 'letter', mediaType: 'application/pdf' }),
    ).toMatchObject({ status: 0 })
  })

  it('hides a file from other organisations and from authorities of other regions', async () => {
    const server = await startTestServer(await open())
    const { token } = await server.registerOrganisation()
    const other = await server.registerOrganisation({ name: '苏州样本消防技术有限公司' })
    const url = await listen(server)
    const bytes = await aPicture()
    const offered: Offered = { bytes, purpose: 'licence-picture', mediaType: 'image/png' }
    const stopped = await upload(url, token, offered, 64 * KIB)
    const foreign = await fetch(stopped.uploadUrl ?? '', {
      method: 'HEAD',
      headers: { ...bearer(other.token), 'tus-resumable': '1.0.0' },
    })
    expect(foreign.status).toBe(404)
    await upload(url, token, offered)

    const read = async (reader?: string) =>
      (await server.app.inject({ url: `/blobs/${sha256Of(bytes)}`, headers: bearer(reader) })).statusCode
    const near = await server.signInAuthority('320000')
    const far = await server.signInAuthority('330000')
    expect([await read(), await read(other.token), await read(far.token), await read(near.token)]).toEqual([
      401, 404, 404, 200,
    ])
    const looks = await server.db
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'attachment.read')
      .execute()
    expect(looks).toMatchObject([{ account_id: near.accountId, subject: sha256Of(bytes) }])
  })

  it('finishes what was cut off between the last byte and the row when its offset is asked, sending nothing again (I15)', async () => {
    const server = await startTestServer(await open())
    const { token, organisationId } = await server.registerOrganisation()
    const url = await listen(server)
    const bytes = await aPicture()
    const sha256 = sha256Of(bytes)
    const offered: Offered = { bytes, purpose: 'licence-picture', mediaType: 'image/png' }
    // A file where the folder of the organisation's files belongs: writing fails as on a full disk.
    const folder = join(server.dataDir, 'blobs', organisationId)
    mkdirSync(join(server.dataDir, 'blobs'), { recursive: true })
    writeFileSync(folder, '')
    const stopped = await upload(url, token, offered)
    expect(stopped.status).toBe(500)
    expect(await server.db.selectFrom('blob').selectAll().execute()).toEqual([])
    const ask = () =>
      fetch(stopped.uploadUrl ?? '', {
        method: 'HEAD',
        headers: { ...bearer(token), 'tus-resumable': '1.0.0' },
      })
    expect((await ask()).status).toBe(500)
    rmSync(folder)
    const answers = await Promise.all([ask(), ask()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0].headers.get('upload-offset')).toBe(String(bytes.length))
    expect(await server.db.selectFrom('blob').select('sha256').execute()).toEqual([{ sha256 }])
    expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([])
    expect((await ask()).status).toBe(404)
  })

  it('takes a last part that arrives twice at once for one (I15)', async () => {
    const server = await startTestServer(await open())
    const { token } = await server.registerOrganisation()
    const url = await listen(server)
    const bytes = await aPicture()
    const offered: Offered = { bytes, purpose: 'licence-picture', mediaType: 'image/png' }
    const stopped = await upload(url, token, offered, 64 * KIB)
    const uploadUrl = stopped.uploadUrl ?? ''
    const headers = { ...bearer(token), 'tus-resumable': '1.0.0' }
    const head = await fetch(uploadUrl, { method: 'HEAD', headers })
    const offset = Number(head.headers.get('upload-offset'))
    const patch = () =>
      fetch(uploadUrl, {
        method: 'PATCH',
        headers: {
          ...headers,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: new Uint8Array(bytes.subarray(offset)),
      }).then(
        ({ status }) => status,
        () => 0,
      )
    const statuses = await Promise.all([patch(), patch()])
    expect(statuses.filter((status) => status === 204).length).toBeLessThanOrEqual(2)
    // Whatever each of the two was told: asking again ends with the one whole file.
    const again = await upload(url, token, offered)
    expect(again.status).toBe(0)
    expect(await server.db.selectFrom('blob').select('size_bytes').execute()).toEqual([
      { size_bytes: bytes.length },
    ])
    const whole = await server.app.inject({ url: `/blobs/${sha256Of(bytes)}`, headers: bearer(token) })
    expect(whole.rawPayload.equals(bytes)).toBe(true)
  })

  it('does not claim a file whose bytes are gone, and takes it again (I15)', async () => {
    const server = await startTestServer(await open())
    const { token, organisationId } = await server.registerOrganisation()
    const url = await listen(server)
    const bytes = await aPicture()
    const offered: Offered = { bytes, purpose: 'licence-picture', mediaType: 'image/png' }
    await upload(url, token, offered)
    const file = join(server.dataDir, 'blobs', organisationId, sha256Of(bytes))
    const head = () =>
      server.app.inject({ method: 'HEAD', url: `/blobs/${sha256Of(bytes)}`, headers: bearer(token) })
    expect((await head()).headers['etag']).toContain(sha256Of(bytes))
    renameSync(file, `${file}.aside`)
    expect((await head()).statusCode).toBe(404)
    await upload(url, token, offered)
    expect((await head()).statusCode).toBe(200)
  })

  it('removes what nobody has continued for a day, also halves that a crash left', async () => {
    const server = await startTestServer(await open())
    const { token } = await server.registerOrganisation()
    const url = await listen(server)
    const bytes = await aPicture()
    const offered: Offered = { bytes, purpose: 'licence-picture', mediaType: 'image/png' }
    await upload(url, token, offered, 64 * KIB)
    const folder = join(server.dataDir, 'uploads')
    const old = readdirSync(folder)
    writeFileSync(join(folder, 'half'), 'no word of it')
    writeFileSync(join(folder, 'torn.json'), '{"size":')
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000)
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), yesterday, yesterday)
    await upload(url, token, { ...offered, bytes: await aPicture() }, 64 * KIB)
    const unfinished = createUnfinishedUploads(folder)
    await unfinished.removeOlderThan(new Date(Date.now() - 24 * 60 * 60 * 1000))
    const left = readdirSync(folder)
    expect(left).toHaveLength(2)
    expect(left.filter((name) => old.includes(name))).toEqual([])
  })
})
