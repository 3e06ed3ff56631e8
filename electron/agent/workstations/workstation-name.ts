import { platform } from 'node:os'
import type { Meta } from '../storage/meta.ts'

const KEY = 'workstation-name'

/** How this workstation is called in the organisation's list: by what somebody here has named it, else by the beginning of its id. */
export interface WorkstationName {
  of(clientId: string): string
  set(name: string): void
}

export function createWorkstationName(meta: Meta): WorkstationName {
  return {
    of: (clientId) => meta.get(KEY) ?? `工作站${clientId.slice(0, 4).toUpperCase()}`,
    set: (name) => {
      meta.set(KEY, name)
    },
  }
}

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'Windows',
  darwin: 'macOS',
  linux: 'Linux',
}

/** For the list of sessions, which somebody without an organisation has as well. */
export function deviceName(meta: Meta): string {
  return meta.get(KEY) ?? `${SYSTEMS[platform()] ?? ''}电脑`
}
