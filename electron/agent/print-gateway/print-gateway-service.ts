import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { decodeBase64 } from '../../../domain/labels/base64.ts'
import { dotsOf } from '../../../domain/labels/label-size.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { PageLabel, PagePrinter } from '../../../domain/print-gateway/gateway-messages.ts'
import type {
  printGatewayAgentMethods,
  PrintGatewayState,
} from '../../../domain/print-gateway/print-gateway-contract.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import { PRINTER_STATE_MESSAGES } from '../../../domain/printing/printer-status.ts'
import type { Printer } from '../../../domain/printing/printing-contract.ts'
import type { Meta } from '../storage/meta.ts'
import { createGatewayStore } from './gateway-store.ts'
import { startGatewayServer, type GatewayBackend, type GatewayServer } from './gateway-server.ts'
import { createPageJobs } from './page-jobs.ts'
import { createPairingCodes } from './pairing-code.ts'

export interface PrintGatewayDeps {
  readonly meta: Meta
  readonly now: () => Date
  readonly log: { error(message: string, details?: Record<string, unknown>): void }
  readonly listPrinters: () => Promise<Printer[]>
  /** Under an `id` that the queue knows already nothing is added. */
  readonly enqueue: (job: {
    id: string
    printerId: string
    title: string
    raster: Raster
    copies: number
  }) => PrintJob
  readonly findJob: (jobId: string) => PrintJob | null
  /** The state has changed: a page was paired, or asks. */
  readonly onChanged: () => void
  /** Tried in this order; pages look at the first. */
  readonly ports?: readonly number[]
}

export interface PrintGatewayService {
  readonly handlers: CapabilityHandlers<typeof printGatewayAgentMethods>
  /** Listens again if it did before the program ended. */
  start(): Promise<void>
  stop(): Promise<void>
}

export const GATEWAY_PORTS = [17629, 17630, 17631] as const

/** Printing from web pages: off until switched on, one page let in at a time by a code, all labels in the one queue. */
export function createPrintGatewayService(deps: PrintGatewayDeps): PrintGatewayService {
  const { now } = deps
  const store = createGatewayStore(deps.meta)
  const codes = createPairingCodes(now)
  let server: GatewayServer | null = null
  let trouble: string | null = null
  let printers: readonly PagePrinter[] = []
  const pageJobs = createPageJobs({
    now,
    enqueue: (jobId, origin, label) => {
      const { printerId, copies } = label
      const title = `${label.title}（${new URL(origin).host}）`
      const job = deps.enqueue({ id: jobId, printerId, title, raster: rasterOf(label), copies })
      store.noteJob(job.id, origin)
      return job
    },
    findJob: deps.findJob,
    refused: {
      has: (requestId) => store.settings().refused.includes(requestId),
      note: (requestId) => {
        store.noteRefused(requestId)
      },
    },
    printerName: (printerId) => printers.find(({ id }) => id === printerId)?.name ?? '',
  })

  const backend: GatewayBackend = {
    isPaired: (origin) => store.settings().origins.some((each) => each.origin === origin),
    isTokenOf: (origin, token) => store.isTokenOf(origin, token),
    isPairing: () => codes.current() !== null,
    pair: (origin, code) => {
      if (!codes.redeem(code)) {
        deps.onChanged()
        return null
      }
      const token = store.pair(origin, now().toISOString())
      deps.onChanged()
      return token
    },
    printers: async () => [...(await lookAtPrinters())],
    submit: async (origin, label) => {
      const problem = await problemOf(label)
      if (problem !== null) return { problem }
      const job = pageJobs.submit(origin, label, store.settings().confirmEach)
      store.used(origin, now().toISOString())
      deps.onChanged()
      return job
    },
    find: (origin, id) => pageJobs.find(origin, id),
  }

  const lookAtPrinters = async () => {
    printers = (await deps.listPrinters()).map(toPagePrinter)
    return printers
  }
  /** Why this label cannot go to this printer now; null when it can. */
  const problemOf = async ({
    printerId,
    ...label
  }: Pick<PageLabel, 'printerId' | 'widthDots' | 'heightDots'>) => {
    const printer = (await lookAtPrinters()).find(({ id }) => id === printerId)
    if (!printer) return '没有这台打印机'
    const { widthDots, heightDots } = printer
    return label.widthDots === widthDots && label.heightDots === heightDots
      ? null
      : `这台打印机的标签是 ${widthDots}×${heightDots} 点，收到的是 ${label.widthDots}×${label.heightDots} 点`
  }

  const listen = async () => {
    trouble = null
    const ports = deps.ports ?? GATEWAY_PORTS
    for (const port of ports) {
      try {
        server = await startGatewayServer(port, backend, {
          nowMs: () => now().getTime(),
          onError: (error) => {
            deps.log.error('print gateway', { error: error instanceof Error ? error.name : 'unknown' })
          },
        })
        return
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
      }
    }
    trouble = `端口 ${ports.join('、')} 都被其他程序占用，请关闭占用的程序后重新开启`
  }
  const close = async () => {
    codes.close()
    const closing = server
    server = null
    await closing?.close()
  }
  const state = (): PrintGatewayState => {
    const { enabled, confirmEach, origins, jobs } = store.settings()
    return {
      enabled,
      confirmEach,
      address: server ? `http://127.0.0.1:${server.port}` : null,
      trouble,
      pairing: codes.current(),
      origins: origins.map(({ origin, pairedAt, lastUsedAt }) => ({ origin, pairedAt, lastUsedAt })),
      requests: pageJobs.requests(),
      jobs: [...jobs],
    }
  }

  return {
    start: async () => {
      if (store.settings().enabled) await listen()
    },
    stop: close,
    handlers: {
      state,
      setEnabled: async ({ enabled }) => {
        store.change({ enabled })
        if (enabled && !server) await listen()
        if (!enabled) {
          trouble = null
          await close()
        }
        return state()
      },
      setConfirmEach: ({ confirmEach }) => {
        store.change({ confirmEach })
        return state()
      },
      newPairingCode: () => {
        if (!server) throw new FailureError('conflict', { message: '请先开启浏览器打印' })
        codes.open()
        return state()
      },
      revokeOrigin: ({ origin }) => {
        store.revoke(origin)
        pageJobs.refuseAll(origin)
        return state()
      },
      answerRequest: async ({ requestId, accept }) => {
        const label = pageJobs.label(requestId)
        const problem = accept && label ? await problemOf(label) : null
        if (problem !== null)
          throw new FailureError('conflict', { message: `${problem}，请在网页上重新打印` })
        if (pageJobs.answer(requestId, accept)) return state()
        throw new FailureError('not-found', { message: '这个请求已经处理过或已超过 10 分钟' })
      },
    },
  }
}

function rasterOf({ widthDots, heightDots, bits }: PageLabel): Raster {
  const bytesPerRow = Math.ceil(widthDots / 8)
  const packed = decodeBase64(bits) ?? new Uint8Array(bytesPerRow * heightDots)
  // Pages may leave the padding as they like; printers must not see it.
  const padding = 0xff << (bytesPerRow * 8 - widthDots)
  for (let last = bytesPerRow - 1; last < packed.length; last += bytesPerRow)
    packed[last] = (packed[last] ?? 0) & padding
  return { widthDots, heightDots, bytesPerRow, bits: packed }
}

function toPagePrinter({
  id,
  name,
  maker,
  model,
  connected,
  status,
  settings,
  language,
}: Printer): PagePrinter {
  const { message, action } = PRINTER_STATE_MESSAGES[status.state]
  return {
    id,
    name: name === '' ? `${maker} ${model}`.trim() : name,
    ready: connected && language !== null && status.state === 'ready',
    message: [message, action].filter(Boolean).join('，'),
    widthMm: settings.size.widthMm,
    heightMm: settings.size.heightMm,
    dpi: settings.dpi,
    widthDots: dotsOf(settings.size.widthMm, settings.dpi),
    heightDots: dotsOf(settings.size.heightMm, settings.dpi),
  }
}
