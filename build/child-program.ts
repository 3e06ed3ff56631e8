import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'

const STOP_GRACE_MS = 10_000
const TAIL_LINES = 15
const LAST_WORDS_MS = 500

export interface ChildProgram {
  /** What stood behind `READY `. Rejects when the program ends without having said it. */
  ready: Promise<string>
  /** Resolves with the exit code (null when a signal ended it), never rejects. */
  ended: Promise<number | null>
  /** Its last lines, for a message. */
  tail(): string
  /** undefined where it could not be started. */
  pid(): number | undefined
  /** Asks politely, insists after 10 s. */
  stop(): Promise<void>
}

export interface ProgramOptions {
  name: string
  executable: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** Everything the program prints goes here. */
  logFile: string
}

export function startProgram(options: ProgramOptions): ChildProgram {
  mkdirSync(dirname(options.logFile), { recursive: true })
  const log = createWriteStream(options.logFile, { flags: 'w', mode: 0o600 })
  const lines: string[] = []
  // A group of its own on POSIX: Ctrl-C reaches only us, and we stop the programs in the right order.
  const child = spawn(options.executable, options.args, {
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => void lastWords(child, log).then(() => resolve(code)))
    child.on('error', (error) => {
      lines.push(error.message)
      resolve(null)
    })
  })
  const ready = new Promise<string>((resolve, reject) => {
    const read = (line: string) => {
      log.write(`${line}\n`)
      lines.push(line)
      lines.splice(0, lines.length - TAIL_LINES)
      const answer = /^READY (\S+)/.exec(line)?.[1]
      if (answer) resolve(answer)
    }
    createInterface({ input: child.stdout }).on('line', read)
    createInterface({ input: child.stderr }).on('line', read)
    void ended.then(() => reject(new Error(`${options.name} 没有启动成功`)))
  })
  // Whoever does not wait for `ready` learns of the end from `ended`.
  ready.catch(() => undefined)
  return {
    ready,
    ended,
    tail: () => lines.join('\n'),
    pid: () => child.pid,
    stop: () => stopChild(child, ended),
  }
}

/** Its output may arrive after its end, and then has to reach the log; a grandchild that holds the pipe open is not waited for. */
async function lastWords(child: ChildProcess, log: WriteStream): Promise<void> {
  await Promise.race([new Promise((resolve) => child.once('close', resolve)), wait(LAST_WORDS_MS)])
  // A stream calls back in the order of what was written.
  await new Promise((resolve) => log.write('', resolve))
}

async function stopChild(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS)
  await ended
  clearTimeout(insist)
}
