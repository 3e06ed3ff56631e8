import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { AgentHost } from '../../electron/agent/host.ts'
import { readLabelFont } from '../../electron/agent/hosting/label-font.ts'

export interface TestHost extends AgentHost {
  /** The key store: a test looks into it, or takes something away. */
  readonly keptSecrets: Map<string, string>
  /** Everything logged, as one text. */
  logged(): string
}

/** What a host lends, in a directory of its own that goes when the test is over. */
export function testHost(changes: Partial<AgentHost> = {}): TestHost {
  const dataDir = changes.dataDir ?? mkdtempSync(join(tmpdir(), 'agent-'))
  onTestFinished(() => {
    rmSync(dataDir, { recursive: true, force: true })
  })
  const keptSecrets = new Map<string, string>()
  const lines: string[] = []
  const note = (message: string, details?: Record<string, unknown>) => {
    lines.push(`${message} ${JSON.stringify(details ?? {})}`)
  }
  return {
    log: { info: note, warn: note, error: note },
    now: () => new Date(),
    appVersion: '0.0.0-test',
    // Nothing listens on the discard port: the server is out of reach.
    serverUrl: 'http://127.0.0.1:9',
    labelFont: readLabelFont,
    secrets: {
      read: (name) => Promise.resolve(keptSecrets.get(name) ?? null),
      write: (name, value) => Promise.resolve(void keptSecrets.set(name, value)),
      delete: (name) => Promise.resolve(void keptSecrets.delete(name)),
    },
    ...changes,
    dataDir,
    keptSecrets,
    logged: () => lines.join('\n'),
  }
}
