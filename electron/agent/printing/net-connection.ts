/** One TCP connection to a printer, with time-outs of its own: the system's would let a printer that was switched off seem to be there for many minutes. */
import { EventEmitter } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { NetworkAddress } from '../../../domain/printing/network-address.ts'
import { netFailure } from './net-errors.ts'

const CHUNK_BYTES = 16 * 1024

export interface NetLimits {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

export interface NetConnection {
  /** False as soon as the other side has closed its half or the connection has failed. */
  isOpen(): boolean
  /**
   * Hands bytes to the system; resolves with how many it took, which is all of them unless the connection ended, the limits were reached or the
   * caller gave up. Taken by the system does not mean received by the printer.
   */
  write(bytes: Uint8Array, limits: NetLimits): Promise<number>
  /** The answer to a question, or null when none came whole in time. What came before the question is dropped. */
  ask(
    question: Uint8Array,
    isWhole: (answer: Uint8Array) => boolean,
    limits: NetLimits,
  ): Promise<Buffer | null>
  /** Says that nothing more comes and waits for the other side's end: true when the printer has taken every byte. */
  finish(limits: NetLimits): Promise<boolean>
  /** Ends the connection and waits a little for the other side: a printer that takes one connection at a time must be free for the next. */
  close(): Promise<void>
  /** Ends it at once; the system drops what the printer has not received. */
  destroy(): void
}

const CLOSE_TIMEOUT_MS = 500

/** Throws FailureError `printer-busy` when refused and `printer-unavailable` for any other way of not getting there. */
export async function openNetConnection(address: NetworkAddress, limits: NetLimits): Promise<NetConnection> {
  const socket = connect({ ...address, allowHalfOpen: true, noDelay: true, keepAlive: true })
  const seen = observe(socket)
  const opened = await seen.until(
    () => (seen.connected ? true : seen.failure || seen.closed ? false : undefined),
    limits,
  )
  if (opened) return connectionOver(socket, seen)
  socket.destroy()
  throw netFailure(seen.failure, address)
}

function connectionOver(socket: Socket, seen: Observed): NetConnection {
  const isOpen = () => seen.failure === null && !seen.ended && !seen.closed

  const write: NetConnection['write'] = async (bytes, limits) => {
    for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
      if (!isOpen() || limits.signal?.aborted) return offset
      let taken = false
      socket.write(bytes.subarray(offset, offset + CHUNK_BYTES), (error) => {
        taken = !error
        seen.changed()
      })
      if (!(await seen.until(() => (taken ? true : isOpen() ? undefined : false), limits))) return offset
    }
    return bytes.length
  }

  return {
    isOpen,
    write,
    ask: async (question, isWhole, limits) => {
      seen.received = Buffer.alloc(0)
      if ((await write(question, limits)) < question.length) return null
      const whole = () => (isWhole(seen.received) ? seen.received : isOpen() ? undefined : null)
      return (await seen.until(whole, limits)) ?? null
    },
    finish: async (limits) => {
      // Whoever ended first may not have read what was still under way to it.
      if (!isOpen()) return false
      socket.end()
      const end = () => (seen.failure ? false : seen.ended || seen.closed ? true : undefined)
      return (await seen.until(end, limits)) === true
    },
    close: async () => {
      socket.end()
      await seen.until(() => (seen.closed ? true : undefined), { timeoutMs: CLOSE_TIMEOUT_MS })
      socket.destroy()
    },
    destroy: () => {
      socket.destroy()
    },
  }
}

interface Observed {
  received: Buffer
  failure: Error | null
  connected: boolean
  /** The other side has closed its half. */
  ended: boolean
  closed: boolean
  changed(): void
  /** Looks at every change until there is something to see; undefined when the time is over or the caller gives up. */
  until<T>(look: () => T | undefined, limits: NetLimits): Promise<T | undefined>
}

function observe(socket: Socket): Observed {
  const changes = new EventEmitter()
  const seen: Observed = {
    received: Buffer.alloc(0),
    failure: null,
    connected: false,
    ended: false,
    closed: false,
    changed: () => changes.emit('change'),
    until: (look, { timeoutMs, signal }) =>
      new Promise((resolve) => {
        const settle = (found: ReturnType<typeof look>) => {
          clearTimeout(timer)
          changes.off('change', check)
          signal?.removeEventListener('abort', giveUp)
          resolve(found)
        }
        const giveUp = () => {
          settle(undefined)
        }
        const check = () => {
          const found = look()
          if (found !== undefined) settle(found)
        }
        const timer = setTimeout(giveUp, timeoutMs)
        changes.on('change', check)
        signal?.addEventListener('abort', giveUp)
        if (signal?.aborted) giveUp()
        else check()
      }),
  }
  const note = (change: Partial<Observed>) => {
    Object.assign(seen, change)
    seen.changed()
  }
  socket.on('connect', () => {
    note({ connected: true })
  })
  socket.on('data', (bytes) => {
    note({ received: Buffer.concat([seen.received, bytes]) })
  })
  socket.on('error', (failure) => {
    note({ failure })
  })
  socket.on('end', () => {
    note({ ended: true })
  })
  socket.on('close', () => {
    note({ closed: true })
  })
  return seen
}
