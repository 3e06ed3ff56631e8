import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Asked for the address of PostgreSQL; the first to ask starts it. */
    postgresGate: string
  }
}

/** One real PostgreSQL for a whole run, started only when a test wants it. */
export default async function openGate(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<{ url: string; stop: () => Promise<void> }> | null = null
  const gate = createServer((_request, response) => {
    started ??= startPostgres()
    started.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  gate.listen(0, '127.0.0.1')
  await once(gate, 'listening')
  // Safe: a server that listens on a port has an address of this shape.
  project.provide('postgresGate', `http://127.0.0.1:${(gate.address() as AddressInfo).port}`)
  return async () => {
    gate.close()
    await (await started)?.stop()
  }
}
