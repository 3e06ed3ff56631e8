import { z } from 'zod'
import type { AgentBridge } from '../../domain/contracts/bridge.ts'
import { Failure, type Result } from '../../domain/contracts/failure.ts'

const RECONNECT_DELAY_MS = 2000
/** A browser lets at most 64 KiB outlive the page that sent it. */
const KEEPALIVE_TEXT_MAX = 20_000

const Answer = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), failure: Failure }),
])
const EventLine = z.object({ name: z.string(), event: z.unknown() })

type Listener = (name: string, event: unknown) => void

/** The browser shell's bridge: POST /agent/<method> for calls, one line of JSON per event from /agent/events (see electron/loopback). */
export function createLoopbackBridge(token: string): AgentBridge {
  const authorization = `Bearer ${token}`
  const listeners = new Set<Listener>()
  let listening = false

  async function call(method: string, input: unknown): Promise<Result<unknown>> {
    const body = JSON.stringify(input ?? null)
    const response = await fetch(`/agent/${method}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
      // A draft handed over while the window closes must still arrive.
      keepalive: method === 'drafts.save' && body.length <= KEEPALIVE_TEXT_MAX,
    })
    if (response.status === 401) {
      const message = '这个页面的打开凭证已失效，请从启动程序给出的地址重新打开'
      return { ok: false, failure: { code: 'not-allowed', message } }
    }
    const answer = Answer.safeParse(await response.json())
    if (!answer.success)
      return { ok: false, failure: { code: 'internal', message: '本机服务的应答无法识别' } }
    return answer.data
  }

  /** EventSource cannot carry the token, hence a streamed fetch; a broken stream is taken up again for as long as somebody listens. */
  async function listen(): Promise<void> {
    listening = true
    while (listeners.size > 0) {
      try {
        const response = await fetch('/agent/events', { headers: { authorization } })
        if (response.ok && response.body) await readLines(response.body, announce)
      } catch {
        // The agent restarts or is gone: calls say so, events only wait for it.
      }
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_DELAY_MS))
    }
    listening = false
  }

  function announce(text: string): void {
    const line = EventLine.safeParse(parseJson(text))
    if (line.success) for (const listener of listeners) listener(line.data.name, line.data.event)
  }

  return {
    shell: 'browser',
    call,
    on(listener) {
      listeners.add(listener)
      if (!listening) void listen()
      return () => listeners.delete(listener)
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function readLines(body: ReadableStream<Uint8Array>, take: (line: string) => void): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') take(line)
  }
}
