import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Session } from '../../domain/accounts/accounts-contract.ts'
import type { AgentContract } from '../../domain/contracts/agent-contract.ts'
import type { Announce } from '../../domain/contracts/agent-events.ts'
import type { Handlers } from '../../domain/contracts/contract.ts'
import { createDesignRenderer } from '../../domain/labels/design/render-design.ts'
import { createGlyphRenderer } from '../../domain/labels/glyph-renderer.ts'
import type { LabelPrinter } from '../../domain/labels/label-print.ts'
import { createLabelRenderer } from '../../domain/labels/render-label.ts'
import { describeError } from './describe-error.ts'
import type { AgentHost } from './host.ts'
import type { LabelDrawing } from './labels/draw-label.ts'
import { createKeptDesigns } from './labels/kept-designs.ts'
import { createLabelCheckService } from './labels/label-check-service.ts'
import { labelLinkBase } from './labels/label-key.ts'
import { createLabelService } from './labels/label-service.ts'
import { createPrintOrders } from './labels/print-orders.ts'
import { createPrintRecorder, type PrintRecorder } from './labels/print-recorder.ts'
import { createTemplateService } from './labels/template-service.ts'
import { createPrintGatewayService } from './print-gateway/print-gateway-service.ts'
import { createPrintService } from './printing/print-service.ts'
import type { createServerClient } from './server/server-client.ts'
import { inTransaction } from './storage/database.ts'
import type { LocalWorkspace } from './storage/local-workspace.ts'
import type { Meta } from './storage/meta.ts'
import type { Workspaces } from './storage/workspaces.ts'

interface Surroundings {
  host: AgentHost
  db: Database
  meta: Meta
  server: ReturnType<typeof createServerClient>
  workspaces: Workspaces
  /** The workspace of whoever is signed in. */
  own: { orNull: () => LocalWorkspace | null; orFail: () => LocalWorkspace }
  session: () => Session | null
  announce: Announce
}

export interface LabelPrinting {
  handlers: Pick<Handlers<AgentContract>, 'labels' | 'labelTemplates' | 'printing' | 'printGateway'>
  /** Tells the server the key by which this organisation's labels are checked. */
  registerKey: (workspace: LocalWorkspace) => Promise<void>
  start: () => void
  stop: () => Promise<void>
}

/** Where labels, printers and the print gateway meet: each is handed the functions it needs of another. */
export function createLabelPrinting(surroundings: Surroundings): LabelPrinting {
  const { host, db, meta, server, workspaces, own, session, announce } = surroundings
  const now = () => host.now()
  const printOrders = createPrintOrders(db)
  const recorder = createPrintRecorder({
    db,
    orders: printOrders,
    workspaceHolding: (labelId) => workspaces.holding('label', labelId),
    now,
  })
  const printing = createPrintService({
    db,
    printedFolder: join(host.dataDir, 'printed'),
    now,
    log: host.log,
    registerPrint: (job) => {
      recorder.record(job)
    },
    onJobChanged: (job) => {
      announce('printing.job', job)
    },
    onPrintersChanged: () => {
      announce('printing.printers', null)
    },
  })
  const renderer = labelRenderer(host)
  const printGateway = createPrintGatewayService({
    meta,
    now,
    log: host.log,
    listPrinters: async () => printing.handlers.listPrinters(),
    enqueue: (job) => printing.enqueue(job),
    findJob: (jobId) => printing.findJob(jobId),
    onChanged: () => {
      announce('printing.gateway', null)
    },
  })
  const labels = createLabelService({
    workspace: own.orFail,
    meta,
    server: server.api.labels,
    renderer,
    checking: createLabelCheckService({
      server: server.api.labels,
      http: server.http,
      meta,
      workspace: own.orNull,
      now,
    }),
    settingsOf: (printerId) => printing.settingsOf(printerId),
    enqueue: (job) => printing.enqueue(job),
    inTransaction: (work) => inTransaction(db, work),
    orders: printOrders,
    designs: createKeptDesigns(db),
    person: () => labelPrinter(session()),
    now,
  })
  const labelTemplates = createTemplateService({
    workspace: own.orFail,
    renderer,
    linkBase: () => labelLinkBase(meta, own.orFail().id),
    settingsOf: (printerId) => printing.settingsOf(printerId),
    enqueue: (job) => printing.enqueue(job),
    now,
  })
  return {
    handlers: {
      labels: labels.handlers,
      labelTemplates,
      printing: printing.handlers,
      printGateway: printGateway.handlers,
    },
    registerKey: (workspace) => labels.registerKey(workspace),
    start: () => {
      void startPrinting(host, printing, recorder)
      printGateway.start().catch((error: unknown) => {
        host.log.error('the print gateway did not start', describeError(error))
      })
    },
    stop: async () => {
      await Promise.all([printing.stop(), printGateway.stop()])
    },
  }
}

/** Whom the register of labels names. */
function labelPrinter(session: Session | null): LabelPrinter | null {
  return session && { name: session.displayName, account: session.account, role: session.role }
}

/** Reads and fits the font once, when the first label is drawn. */
function labelRenderer(host: AgentHost): () => Promise<LabelDrawing> {
  let renderer: Promise<LabelDrawing> | null = null
  return () =>
    (renderer ??= host.labelFont().then((font) => {
      const glyphs = createGlyphRenderer(font)
      return { ...createLabelRenderer(glyphs), ...createDesignRenderer(glyphs) }
    }))
}

/** What printers finished while nobody listened, before the last end of the program, goes on record now. */
async function startPrinting(
  host: AgentHost,
  printing: ReturnType<typeof createPrintService>,
  recorder: PrintRecorder,
): Promise<void> {
  try {
    await printing.start()
    recorder.catchUp(printing.finishedLabelJobs(), (jobId) => printing.findJob(jobId))
  } catch (error) {
    host.log.error('printing did not start', describeError(error))
  }
}
