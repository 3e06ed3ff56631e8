import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type PrinterReply = Record<string, unknown>

/** A printer on a USB bus that only processes started with `env` can see. */
export interface VirtualPrinter {
  /** Merge into the environment of the process under test when it starts: LD_PRELOAD cannot be added later. */
  env: Record<string, string>
  /** Switches faults on and off and asks for the state; the list of commands is Printer.command() in vprinter.py. */
  command(name: string, options?: Record<string, unknown>): Promise<PrinterReply>
  /** Every byte the printer has accepted since its start or the last `truncate`. */
  captured(): Buffer
  /** Stop every client first: an ioctl after the printer's end aborts the client (SIGABRT). */
  stop(): Promise<void>
}

/** Starts vprinter.py with its command-line options; resolves once the printer is on the bus. For vitest and Playwright alike. */
export async function startVirtualPrinter(options: string[] = []): Promise<VirtualPrinter> {
  const directory = mkdtempSync(join(tmpdir(), 'vprinter-'))
  const capture = join(directory, 'captured.bin')
  const child = spawn(
    '/usr/bin/python3',
    [join(import.meta.dirname, 'vprinter.py'), '--capture', capture, ...options],
    {
      env: { ...process.env, LD_PRELOAD: 'libumockdev-preload.so.0', UMOCKDEV_DIR: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const waiting: { resolve: (reply: PrinterReply) => void; reject: (error: Error) => void }[] = []
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const waiter of waiting.splice(0)) waiter.reject(new Error('the virtual printer ended'))
      resolve()
    })
  })
  const next = () =>
    new Promise<PrinterReply>((resolve, reject) => {
      waiting.push({ resolve, reject })
    })
  createInterface({ input: child.stdout }).on('line', (line) => {
    // Safe: vprinter.py prints one JSON object a line and nothing else.
    waiting.shift()?.resolve(JSON.parse(line) as PrinterReply)
  })
  const ready = await next()
  return {
    // Safe: the ready event carries the environment as strings, see main() in vprinter.py.
    env: ready['env'] as Record<string, string>,
    command: async (name, commandOptions = {}) => {
      const answer = next()
      child.stdin.write(JSON.stringify({ cmd: name, ...commandOptions }) + '\n')
      const reply = await answer
      if (reply['ok'] !== true) throw new Error(String(reply['error']))
      return reply
    },
    captured: () => readFileSync(capture),
    stop: async () => {
      child.stdin.end()
      await exited
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
