import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** What one contender found in one run; null where the step means nothing for it. Seconds are wall time, bytes those of the client's sockets. */
export interface Findings {
  contender: string
  records: number
  save: SavePace
  /** The same draft saved over and over. */
  draft: SavePace | null
  push: Transfer | null
  pull: Transfer | null
  replay: (Transfer & { newRows: number }) | null
  attachment: { megabytesPerSecond: number } | null
  idleBytes: number | null
  eventLoopP99Ms: number | null
  clientRssMb: number
  serverRssMb: number | null
  versions: Record<string, string>
}

export interface SavePace {
  perSecond: number
  p50Ms: number
  p99Ms: number
}

export interface Transfer {
  seconds: number
  bytesUp: number
  bytesDown: number
}

/** Counts the bytes of every connection this process opens from now on, without standing between anybody. */
export function countBytes(): () => Pick<Transfer, 'bytesUp' | 'bytesDown'> {
  const sockets = new Set<Socket>()
  const ended = { bytesUp: 0, bytesDown: 0 }
  subscribe('net.client.socket', (message) => {
    // Safe: Node documents the message of this channel as { socket: net.Socket }.
    const { socket } = message as { socket: Socket }
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      ended.bytesUp += socket.bytesWritten
      ended.bytesDown += socket.bytesRead
    })
  })
  return () => ({
    bytesUp: [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, ended.bytesUp),
    bytesDown: [...sockets].reduce((sum, socket) => sum + socket.bytesRead, ended.bytesDown),
  })
}

/** Runs `work` for each index and times every single one. */
export async function pace(count: number, work: (index: number) => unknown): Promise<SavePace> {
  const tookMs = new Float64Array(count)
  const startedMs = performance.now()
  for (let index = 0; index < count; index++) {
    const oneMs = performance.now()
    await work(index)
    tookMs[index] = performance.now() - oneMs
  }
  const seconds = (performance.now() - startedMs) / 1000
  tookMs.sort()
  const at = (share: number) => tookMs[Math.floor((count - 1) * share)] ?? Number.NaN
  return { perSecond: count / seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** Seconds and bytes of one step. */
export async function measureTransfer(
  bytes: () => Pick<Transfer, 'bytesUp' | 'bytesDown'>,
  work: () => Promise<unknown>,
): Promise<Transfer> {
  const before = bytes()
  const startedMs = performance.now()
  await work()
  const seconds = (performance.now() - startedMs) / 1000
  const after = bytes()
  return {
    seconds,
    bytesUp: after.bytesUp - before.bytesUp,
    bytesDown: after.bytesDown - before.bytesDown,
  }
}

export const megabytes = (bytes: number) => bytes / 1024 / 1024
