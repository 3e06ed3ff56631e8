/** What the surrounding program lends the agent. Electron, the loopback program and tests each make one. */
export interface AgentHost {
  readonly log: AgentLog
  now(): Date
  /** An existing directory that belongs to the agent alone. */
  readonly dataDir: string
  readonly secrets: HostSecrets
  readonly appVersion: string
  /** Base of the sync server, without a slash at its end. */
  readonly serverUrl: string
  /** The proxy that the system names for this address, as a URL (http://10.1.1.1:8080); null, or left out: none. */
  systemProxy?(address: string): Promise<string | null>
  /** Bytes of Noto Sans SC (TrueType), with which labels and PDF files are drawn. */
  labelFont(): Promise<ArrayBuffer>
}

/** Never receives personal data, tokens, or the bodies of requests. */
export interface AgentLog {
  info(message: string, details?: Record<string, unknown>): void
  warn(message: string, details?: Record<string, unknown>): void
  error(message: string, details?: Record<string, unknown>): void
}

/** The operating system's key store, or the nearest thing to one. A value written has been stored when the promise resolves. */
export interface HostSecrets {
  read(name: string): Promise<string | null>
  write(name: string, value: string): Promise<void>
  delete(name: string): Promise<void>
}
