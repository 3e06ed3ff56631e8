import type { SpokenLanguage } from '../../../domain/printing/language-question.ts'
import type { NetworkAddress } from '../../../domain/printing/network-address.ts'
import type { PrinterLanguage } from '../../../domain/printing/printer-language.ts'
import { printerStatus, type PrinterStatus } from '../../../domain/printing/printer-status.ts'
import { STATUS_QUESTIONS } from '../../../domain/printing/status-question.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { askLanguage } from './ask-language.ts'
import {
  PrinterWriteError,
  type LabelPrinter,
  type LabelToSend,
  type PrinterIdentity,
  type SendOptions,
} from './label-printer.ts'
import { openNetConnection, type NetConnection } from './net-connection.ts'
import { NET_CUT_OFF_MESSAGES } from './net-errors.ts'

export interface NetTimings {
  readonly connectTimeoutMs: number
  readonly answerTimeoutMs: number
  /** How long the connection is kept after the last piece of work: the labels of a batch share one, other computers do not wait long for theirs. */
  readonly lingerMs: number
  /** A printer that could not be reached is not tried again before this is over: every screen that lists printers would wait for it. */
  readonly quietMs: number
  /** Between two attempts to find out what a printer speaks that did not tell. */
  readonly askAgainMs: number
}

export const DEFAULT_NET_TIMINGS: NetTimings = {
  connectTimeoutMs: 2000,
  answerTimeoutMs: 1000,
  lingerMs: 1000,
  quietMs: 3000,
  askAgainMs: 30_000,
}

export interface NetLabelPrinter extends LabelPrinter {
  /** Connects and asks what the printer speaks; null when it does not say. Throws FailureError when there is no connection. */
  identify(): Promise<SpokenLanguage | null>
  close(): Promise<void>
}

export interface NetLabelPrinterDeps {
  readonly identity: PrinterIdentity
  readonly address: NetworkAddress
  readonly timings: NetTimings
  /** Called when a printer whose language nobody knew has told it. */
  readonly onIdentified: (spoken: SpokenLanguage) => void
}

/** A label printer on the network, by raw TCP: one connection at a time, opened when there is something to do. */
export function createNetLabelPrinter(deps: NetLabelPrinterDeps): NetLabelPrinter {
  const { identity, address, timings } = deps
  let connection: NetConnection | null = null
  let queue: Promise<unknown> = Promise.resolve()
  let lingering: NodeJS.Timeout | undefined
  let unreachable: { failure: FailureError; until: number } | null = null
  let askedAt = -Infinity
  /** The languages it has answered in, which is also how its own became known; of a printer that never did nobody knows whether it can. */
  const answersIn = new Set<PrinterLanguage>(identity.language === null ? [] : [identity.language])

  const drop = async () => {
    clearTimeout(lingering)
    const dropped = connection
    connection = null
    await dropped?.close()
  }
  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(async () => {
      clearTimeout(lingering)
      try {
        return await work()
      } finally {
        if (connection) lingering = setTimeout(() => void exclusive(drop), timings.lingerMs).unref()
      }
    })
    queue = result.catch(() => undefined)
    return result
  }
  const connected = async (signal?: AbortSignal): Promise<NetConnection> => {
    if (connection?.isOpen()) return connection
    await drop()
    if (unreachable && Date.now() < unreachable.until) throw unreachable.failure
    try {
      connection = await openNetConnection(address, { timeoutMs: timings.connectTimeoutMs, signal })
      unreachable = null
      return connection
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'printer-unavailable' && !signal?.aborted)
        unreachable = { failure: error, until: Date.now() + timings.quietMs }
      throw error
    }
  }

  const identify = async (): Promise<SpokenLanguage | null> => {
    const asked = await connected()
    askedAt = Date.now()
    const spoken = await askLanguage((question, isWhole, timeoutMs) =>
      asked.ask(question, isWhole, { timeoutMs }),
    )
    // An answer that comes late must not pass for the next question's.
    await drop()
    if (spoken) {
      answersIn.add(spoken.language)
      deps.onIdentified(spoken)
    }
    return spoken
  }

  const readStatus = async (known: PrinterLanguage | null): Promise<PrinterStatus> => {
    let language = known
    if (language === null && Date.now() - askedAt >= timings.askAgainMs)
      language = (await identify())?.language ?? null
    const asked = await connected()
    const question = language && STATUS_QUESTIONS[language]
    if (!language || !question) return printerStatus(['unknown'])
    const answer = await asked.ask(question.request, question.isWhole, { timeoutMs: timings.answerTimeoutMs })
    if (answer) {
      answersIn.add(language)
      return question.read(answer)
    }
    await drop()
    // One-way print servers never answer: such a printer is trusted to take what it accepts. Who has answered before and is silent now is in trouble.
    return printerStatus([answersIn.has(language) ? 'not-answering' : 'unknown'])
  }

  const send = async (label: LabelToSend, options: SendOptions) => {
    const job = await connected(options.signal).catch((error: unknown) => {
      if (!(error instanceof FailureError)) throw error
      const { code, ...details } = error.failure
      throw new PrinterWriteError(code, { writtenBytes: 0, mayHaveReached: false }, details)
    })
    const end = await deliver(job, label, options, answersIn.has(label.language))
    if (end === 'delivered') return { writtenBytes: label.bytes.length }
    connection = null
    job.destroy()
    throw end
  }

  return {
    identity,
    identify: () => exclusive(identify),
    readStatus: (language) => exclusive(() => readStatus(language)),
    send: (label, options) => exclusive(() => send(label, options)),
    reset: () => exclusive(drop),
    close: () => exclusive(drop),
  }
}

/**
 * Bytes that the system has taken may lie in its buffer when the printer loses its power, so a job counts as delivered only on the printer's own word:
 * an answer to a question that follows the job on the same connection, or the orderly end of the connection after all was read.
 */
async function deliver(
  connection: NetConnection,
  { bytes, language }: LabelToSend,
  { timeoutMs, signal }: SendOptions,
  answers: boolean,
): Promise<'delivered' | PrinterWriteError> {
  const limits = { timeoutMs, signal }
  if (signal?.aborted || !connection.isOpen()) return cutOff('closed', false)
  const taken = await connection.write(bytes, limits)
  if (taken < bytes.length) return cutOff(connection.isOpen() ? 'full' : 'closed', true)
  const question = answers ? STATUS_QUESTIONS[language] : undefined
  if (question && (await connection.ask(question.request, question.isWhole, limits))) return 'delivered'
  if (signal?.aborted || !connection.isOpen()) return cutOff('closed', true)
  return (await connection.finish(limits))
    ? 'delivered'
    : cutOff(connection.isOpen() ? 'silent' : 'closed', true)
}

/** How much of a job has arrived is not known to this side of a network: none of it is counted as written. */
function cutOff(how: keyof typeof NET_CUT_OFF_MESSAGES, mayHaveReached: boolean): PrinterWriteError {
  const code = how === 'closed' ? 'printer-unavailable' : 'printer-not-accepting'
  const message = NET_CUT_OFF_MESSAGES[how]
  return new PrinterWriteError(code, { writtenBytes: 0, mayHaveReached }, { message })
}
