import { existsSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { AgentHost } from '../../electron/agent/host.ts'
import { readLabelFont } from '../../electron/agent/hosting/label-font.ts'
import type { FaultProxy } from '../support/fault-proxy.ts'
import { type MortalProcess, mortalProcess } from '../support/mortal-process.ts'
import { startAgent, type WorkingAgent } from '../support/working-agent.ts'

/** One workstation: the whole agent of the product over a directory; it can be killed and started again. */
export interface Workstation {
  readonly index: number
  readonly directory: string
  readonly proxy: FaultProxy
  readonly secrets: Map<string, string>
  /** How far its clock is off. */
  skewMs: number
  /** null while it does not run. */
  working: WorkingAgent | null
  process: MortalProcess
  /** Errors that the agent has logged; a killed one logs many. */
  readonly log: string[]
  start(): Promise<void>
  stop(): Promise<void>
  /** Its open database, to look into. */
  look(): Database
}

export interface WorkstationFacts {
  index: number
  directory: string
  proxy: FaultProxy
  secrets: ReadonlyMap<string, string>
  now: () => Date
}

export function tortureWorkstation({ now, ...facts }: WorkstationFacts): Workstation {
  const log: string[] = []
  const station: Workstation = {
    ...facts,
    secrets: new Map(facts.secrets),
    skewMs: 0,
    working: null,
    process: mortalProcess(facts.directory),
    log,
    start: async () => {
      if (!existsSync(facts.directory)) throw new Error('a workstation without its directory')
      station.process = mortalProcess(facts.directory)
      station.working = await startAgent(hostOf(station, now))
    },
    stop: async () => {
      const { working } = station
      station.working = null
      if (station.process.isDead()) station.proxy.open = false
      // A dead program ends nothing in good order; what it leaves open is closed below.
      await working?.agent.stop().catch(() => undefined)
      station.process.bury()
    },
    look: () => {
      const db = station.process.databases().findLast(({ name }) => name.endsWith('workstation.db'))
      if (!db) throw new Error(`workstation ${facts.index} has no database open`)
      return db
    },
  }
  return station
}

function hostOf(station: Workstation, now: () => Date): AgentHost {
  const { secrets } = station
  const note = (message: string, details?: Record<string, unknown>) => {
    station.log.push(`${message} ${JSON.stringify(details ?? {})}`)
  }
  return {
    log: { info: () => undefined, warn: () => undefined, error: note },
    now: () => new Date(now().getTime() + station.skewMs),
    dataDir: station.directory,
    appVersion: '0.0.0-torture',
    serverUrl: station.proxy.url,
    labelFont: readLabelFont,
    secrets: {
      read: (name) => Promise.resolve(secrets.get(name) ?? null),
      write: (name, value) => Promise.resolve(void secrets.set(name, value)),
      delete: (name) => Promise.resolve(void secrets.delete(name)),
    },
  }
}
