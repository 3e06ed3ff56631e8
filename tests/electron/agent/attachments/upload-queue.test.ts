import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { renewEpoch } from '../../../../server/database/epoch.ts'
import { ENGINES } from '../../../support/databases.ts'
import { startTcpProxy } from '../../../support/tcp-proxy.ts'
import { startTestServer } from '../../../support/test-server.ts'
import {
  aPdfOf,
  aPictureOf,
  keepFile,
  nameFiles,
  uploadingWorkstation,
} from '../../../support/uploading-workstation.ts'

const MIB = 1024 * 1024
const KIB = 1024
const never = () => new AbortController().signal

async function setUp() {
  const [engine] = ENGINES
  if (!engine) throw new Error('no database engine')
  const server = await startTestServer(await engine.open())
  const { token } = await server.registerOrganisation()
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  const cable = await startTcpProxy(url)
  onTestFinished(() => cable.close())
  const workstation = await uploadingWorkstation(cable.url, token)
  const held = async () =>
    (await server.db.selectFrom('blob').select('sha256').execute()).map(({ sha256 }) => sha256)
  return { server, token, cable, held, ...workstation, workstation }
}

describe('the upload queue', () => {
  it('goes on after a cut and a restart where the server stands, sending at most one chunk again (I15)', async () => {
    const { cable, held, workspace, workstation } = await setUp()
    const bytes = await aPdfOf(12 * MIB)
    const sha256 = await keepFile(workstation.attachments, 'conclusion', bytes)
    for (const share of [0.3, 0.4]) {
      const cut = cable.cutAfter(Math.round(bytes.length * share))
      const upload = workstation.attachments.uploadNow(workspace, [sha256], never())
      await expect(upload).rejects.toMatchObject({ failure: { code: 'server-unreachable' } })
      await cut
      await workstation.restart()
      expect(workstation.attachments.stateOf(workspace, sha256)).toMatchObject({ state: 'staged' })
    }
    await workstation.attachments.uploadNow(workspace, [sha256], never())
    expect(await held()).toEqual([sha256])
    expect(cable.sentUp()).toBeLessThan(bytes.length + 2 * 4 * MIB + 100 * KIB)
    expect(workstation.attachments.stateOf(workspace, sha256)).toMatchObject({
      state: 'verified',
      uploadedBytes: bytes.length,
    })
  })

  it('sends what the oldest waiting change names first, and of its files the smallest', async () => {
    const { attachments, workspace, server } = await setUp()
    const large = await keepFile(attachments, 'conclusion', await aPdfOf(900 * KIB))
    const small = await keepFile(attachments, 'letter', await aPdfOf(20 * KIB))
    const tiny = await keepFile(attachments, 'letter', await aPdfOf(2 * KIB))
    nameFiles(workspace, 'a', [large, small])
    nameFiles(workspace, 'b', [tiny])
    await attachments.uploadWanted(workspace, never())
    const order = await server.db.selectFrom('blob').select('sha256').orderBy('verified_at').execute()
    expect(order).toHaveLength(3)
    const uploads = await server.db.selectFrom('blob').selectAll().execute()
    expect(uploads.map(({ sha256 }) => sha256)).toEqual([small, large, tiny])
  })

  it('does not hold the records back while a large file is on a slow line', async () => {
    const { attachments, workspace, settled } = await setUp()
    const large = await keepFile(attachments, 'conclusion', await aPdfOf(2 * MIB))
    nameFiles(workspace, 'a', [large])
    attachments.setUploadLimit(400)
    const startedMs = performance.now()
    await attachments.uploadWanted(workspace, never())
    expect(performance.now() - startedMs).toBeLessThan(3500)
    expect(attachments.stateOf(workspace, large).state).toBe('uploading')
    const progress = attachments.progress(workspace)
    expect(progress).toMatchObject({ files: 1 })
    expect(progress.sentBytes).toBeGreaterThan(200 * KIB)
    expect(progress.remainingSeconds).toBeGreaterThan(0)
    attachments.setUploadLimit(null)
    await expect.poll(() => attachments.isSettled(workspace, large), { timeout: 10_000 }).toBe(true)
    await expect.poll(() => settled.length).toBe(1)
    expect(attachments.progress(workspace)).toEqual({
      files: 0,
      sentBytes: 0,
      totalBytes: 0,
      remainingSeconds: null,
    })
  })

  it('keeps to the limit', async () => {
    const { attachments, workspace } = await setUp()
    const sha256 = await keepFile(attachments, 'letter', await aPdfOf(200 * KIB))
    attachments.setUploadLimit(100)
    const startedMs = performance.now()
    await attachments.uploadNow(workspace, [sha256], never())
    expect(performance.now() - startedMs).toBeGreaterThan(1700)
  })

  it('says that a file is missing, holds nothing back for it, and sends it when it is picked again (I11, I15)', async () => {
    const { attachments, workspace, folder, held } = await setUp()
    const bytes = await aPictureOf(300 * KIB)
    const lost = await keepFile(attachments, 'document-picture', bytes)
    const other = await keepFile(attachments, 'letter', await aPdfOf(10 * KIB))
    nameFiles(workspace, 'a', [lost])
    nameFiles(workspace, 'b', [other])
    rmSync(join(folder, lost.slice(0, 2), lost))
    await attachments.uploadWanted(workspace, never())
    expect(attachments.stateOf(workspace, lost)).toMatchObject({
      state: 'missing',
      refusal: '本机保存的附件不见了或已损坏，请重新选择该文件',
    })
    expect(attachments.isSettled(workspace, lost)).toBe(true)
    expect(await held()).toEqual([other])
    expect(await keepFile(attachments, 'document-picture', bytes)).toBe(lost)
    expect(attachments.stateOf(workspace, lost).state).toBe('staged')
    expect(attachments.isSettled(workspace, lost)).toBe(false)
    await attachments.uploadWanted(workspace, never())
    expect(await held()).toHaveLength(2)
  })

  it('asks the server for a file that was never kept here before what names it goes out', async () => {
    const { attachments, workspace, server, token, cable } = await setUp()
    const elsewhere = await uploadingWorkstation(cable.url, token)
    const sha256 = await keepFile(elsewhere.attachments, 'letter', await aPdfOf(10 * KIB))
    nameFiles(workspace, 'a', [sha256])
    expect(attachments.isSettled(workspace, sha256)).toBe(false)
    await attachments.uploadWanted(workspace, never())
    expect(attachments.stateOf(workspace, sha256).state).toBe('missing')
    expect(attachments.isSettled(workspace, sha256)).toBe(true)
    await elsewhere.attachments.uploadNow(elsewhere.workspace, [sha256], never())
    await attachments.uploadWanted(workspace, never())
    expect(attachments.stateOf(workspace, sha256).state).toBe('verified')
    expect(await server.db.selectFrom('blob').select('sha256').execute()).toHaveLength(1)
  })

  it('takes nothing for uploaded that a log-in page answers (I15)', async () => {
    const page = createServer((_request, response) => response.end('<html>请先登录</html>'))
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', () => resolve()))
    onTestFinished(() => void page.close())
    // Safe: a server listening on a TCP port has an AddressInfo.
    const { port } = page.address() as AddressInfo
    const { attachments, workspace } = await uploadingWorkstation(`http://127.0.0.1:${port}`, 'token')
    const sha256 = await keepFile(attachments, 'letter', await aPdfOf(10 * KIB))
    nameFiles(workspace, 'a', [sha256])
    await expect(attachments.uploadWanted(workspace, never())).rejects.toMatchObject({
      failure: { code: 'server-answer-unusable' },
    })
    expect(attachments.isSettled(workspace, sha256)).toBe(false)
  })

  it('takes nothing for uploaded that the server does not say it holds, though it took every byte (I15)', async () => {
    let taken = 0
    const forgetful = createServer((request, response) => {
      request.on('data', (bytes: Buffer) => (taken += request.method === 'PATCH' ? bytes.length : 0))
      request.on('end', () => {
        const isUpload = request.method === 'POST' || request.method === 'PATCH'
        if (!isUpload) response.writeHead(404, { 'Content-Type': 'application/json' })
        else {
          const status = request.method === 'POST' ? 201 : 204
          const facts = { 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(taken), Location: '/files/1' }
          response.writeHead(status, facts)
        }
        response.end(isUpload ? undefined : JSON.stringify({ ok: false, failure: { code: 'not-found' } }))
      })
    })
    await new Promise<void>((resolve) => forgetful.listen(0, '127.0.0.1', () => resolve()))
    onTestFinished(() => void forgetful.close())
    // Safe: a server listening on a TCP port has an AddressInfo.
    const { port } = forgetful.address() as AddressInfo
    const { attachments, workspace } = await uploadingWorkstation(`http://127.0.0.1:${port}`, 'token')
    const bytes = await aPdfOf(10 * KIB)
    const sha256 = await keepFile(attachments, 'letter', bytes)
    nameFiles(workspace, 'a', [sha256])
    await expect(attachments.uploadWanted(workspace, never())).rejects.toMatchObject({
      failure: { code: 'server-unreachable' },
    })
    expect(taken).toBe(bytes.length)
    expect(attachments.isSettled(workspace, sha256)).toBe(false)
    expect(attachments.stateOf(workspace, sha256)).toMatchObject({ state: 'staged', uploadedBytes: 0 })
  })

  it('uploads again what a restored server has lost (I13)', async () => {
    const { attachments, workspace, server, held } = await setUp()
    const sha256 = await keepFile(attachments, 'letter', await aPdfOf(10 * KIB))
    workspace.takePage('epoch-1', 0, [])
    nameFiles(workspace, 'a', [sha256])
    await attachments.uploadWanted(workspace, never())
    expect(attachments.isSettled(workspace, sha256)).toBe(true)
    await server.db.deleteFrom('blob').execute()
    await renewEpoch(server.db)
    workspace.startOver(1, 'epoch-2')
    expect(attachments.isSettled(workspace, sha256)).toBe(false)
    await attachments.uploadWanted(workspace, never())
    expect(await held()).toEqual([sha256])
    expect(attachments.isSettled(workspace, sha256)).toBe(true)
  })

  it('sends nothing of one account under another that has signed in meanwhile (I18)', async () => {
    const { attachments, workspace, signedIn, server, held } = await setUp()
    const other = await server.registerOrganisation({ name: '苏州样本消防技术有限公司' })
    const sha256 = await keepFile(attachments, 'conclusion', await aPdfOf(1 * MIB))
    attachments.setUploadLimit(300)
    const upload = attachments.uploadNow(workspace, [sha256], never())
    const outcome = expect(upload).rejects.toMatchObject({ failure: { code: 'not-signed-in' } })
    await delay(500)
    Object.assign(signedIn, { owner: null, token: other.token })
    await outcome
    const later = attachments.uploadWanted({ id: workspace.id }, never())
    await expect(later).rejects.toMatchObject({ failure: { code: 'not-signed-in' } })
    expect(await held()).toEqual([])
    const uploads = readdirSync(join(server.dataDir, 'uploads'))
    expect(uploads.filter((name) => name.startsWith(other.organisationId))).toEqual([])
  })
})
