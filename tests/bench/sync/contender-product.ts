/** The product's own way: whole agent, encrypted database, validation on both sides, merge, history. Prints its findings as one line of JSON. */
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { PDFDocument } from 'pdf-lib'
import type { SyncStatus } from '../../../domain/sync/sync-contract.ts'
import type { AgentHost } from '../../../electron/agent/host.ts'
import { readLabelFont } from '../../../electron/agent/hosting/label-font.ts'
import { startAgent, type WorkingAgent } from '../../support/working-agent.ts'
import { madeProject } from './made-records.ts'
import { countBytes, type Findings, measureTransfer, megabytes, pace, type Transfer } from './measures.ts'
import { prepareServer, type PreparedServer } from './prepared-server.ts'

const { values } = parseArgs({
  options: { records: { type: 'string', default: '10000' }, attachment: { type: 'boolean', default: false } },
})
const records = Number(values.records)
const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'))
const bytes = countBytes()

const keys = new Map<string, Map<string, string>>()
/** Every workstation has a key store of its own that outlives its agent. */
function host(name: string, server: PreparedServer): AgentHost {
  const dataDir = join(folder, name)
  mkdirSync(dataDir, { recursive: true })
  const secrets = keys.get(name) ?? new Map<string, string>()
  keys.set(name, secrets)
  const quiet = () => undefined
  return {
    dataDir,
    log: {
      info: quiet,
      warn: quiet,
      error: (message, details) => {
        console.error(message, details)
      },
    },
    now: () => new Date(),
    appVersion: '0.0.0-bench',
    serverUrl: server.url,
    labelFont: readLabelFont,
    secrets: {
      read: (key) => Promise.resolve(secrets.get(key) ?? null),
      write: (key, value) => Promise.resolve(void secrets.set(key, value)),
      delete: (key) => Promise.resolve(void secrets.delete(key)),
    },
  }
}

/** Resolves when the agent announces that nothing waits any more. */
function untilSent({ agent }: WorkingAgent): Promise<void> {
  return new Promise((resolve) => {
    const off = agent.on((name, event) => {
      if (name !== 'sync.status') return
      // Safe: the event of this name is a SyncStatus.
      if ((event as SyncStatus).waiting > 0) return
      off()
      resolve()
    })
  })
}

/** Time until the server has answered everything; reading its own changes back belongs to the same round and is waited for before anything else is measured. */
async function push(server: PreparedServer, own: WorkingAgent): Promise<Transfer> {
  await server.start()
  let round: Promise<unknown> = Promise.resolve()
  const transfer = await measureTransfer(bytes, async () => {
    const sent = untilSent(own)
    round = own.ask.sync.run()
    await sent
  })
  await round
  await own.ask.sync.run()
  return transfer
}

async function attachmentSpeed(server: PreparedServer, own: WorkingAgent): Promise<number> {
  const [project] = await own.ask.practice.listProjects()
  if (!project) throw new Error('no project to conclude')
  const pdf = await largePdf(49 * 1024 * 1024)
  await server.stop()
  const documentSha256 = await own.attach('conclusion', pdf)
  const conclusion = {
    number: 'JL-1',
    finishedOn: '2026-11-20',
    documentSha256,
    technicalLeaderId: server.leaderId,
    projectLeaderId: server.leaderId,
  }
  await own.ask.practice.concludeProject({ projectId: project.id, conclusion })
  await server.start()
  const { seconds } = await measureTransfer(bytes, async () => {
    const sent = untilSent(own)
    await own.ask.sync.run()
    await sent
  })
  return megabytes(pdf.length) / seconds
}

async function largePdf(size: number): Promise<Buffer> {
  const document = await PDFDocument.create()
  document.addPage()
  await document.attach(randomBytes(size), 'measure.bin', { mimeType: 'application/octet-stream' })
  return Buffer.from(await document.save({ useObjectStreams: false }))
}

async function measure(): Promise<Findings> {
  const server = await prepareServer(join(folder, 'server'))
  const reader = await startAgent(host('reader', server))
  await reader.ask.accounts.signIn(server.credentials)
  await reader.agent.stop()
  let writer = await startAgent(host('writer', server))
  await writer.ask.accounts.signIn(server.credentials)
  await writer.ask.sync.run()
  await server.stop()

  const fields = Array.from({ length: records }, (_, index) => madeProject(index, server.leaderId))
  const draft = await pace(Math.min(records, 3000), (index) =>
    writer.ask.drafts.save({
      form: 'project',
      subject: 'new',
      title: '执业项目',
      content: { ...fields[index] },
    }),
  )
  const save = await pace(records, async (index) => {
    const of = fields[index]
    if (of) await writer.ask.practice.saveProject({ projectId: null, fields: of })
  })
  await writer.agent.stop()
  cpSync(join(folder, 'writer'), join(folder, 'before'), { recursive: true })

  writer = await startAgent(host('writer', server))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const pushed = await push(server, writer)
  await server.stop()
  const other = await startAgent(host('reader', server))
  await server.start()
  const pulled = await measureTransfer(bytes, () => other.ask.sync.run())
  delay.disable()
  const arrived = (await other.ask.practice.listProjects()).length
  if (arrived !== records) throw new Error(`${arrived} of ${records} records arrived`)
  await other.agent.stop()
  const idle = await measureTransfer(bytes, () => writer.ask.sync.run())
  const attachment = values.attachment ? { megabytesPerSecond: await attachmentSpeed(server, writer) } : null
  await writer.agent.stop()
  const clientRssMb = process.resourceUsage().maxRSS / 1024
  const serverRssMb = server.rssMb()

  rmSync(join(folder, 'writer'), { recursive: true })
  cpSync(join(folder, 'before'), join(folder, 'writer'), { recursive: true })
  await server.stop()
  const rowsBefore = server.historyRows()
  writer = await startAgent(host('writer', server))
  const replayed = await push(server, writer)
  await writer.agent.stop()
  await server.stop()
  return {
    contender: 'product',
    records,
    save,
    draft,
    push: pushed,
    pull: pulled,
    replay: { ...replayed, newRows: server.historyRows() - rowsBefore },
    attachment,
    idleBytes: idle.bytesUp + idle.bytesDown,
    eventLoopP99Ms: delay.percentile(99) / 1e6,
    clientRssMb,
    serverRssMb,
    versions: { node: process.versions.node },
  }
}

try {
  console.log(JSON.stringify(await measure()))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
