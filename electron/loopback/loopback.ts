/**
 * Entry of the browser shell: `node electron/loopback/loopback.ts --server-url=http://… [--port=0] [--data-dir=…]`.
 * Prints `READY <address>` once the page can be opened, and stops on SIGINT and SIGTERM.
 */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createAgent } from '../agent/agent.ts'
import { serveAgent } from './agent-http.ts'
import { createNodeHost } from './node-host.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env['PORT'] ?? '0' },
    'data-dir': { type: 'string', default: process.env['DATA_DIR'] ?? '.data/client' },
    'server-url': { type: 'string', default: process.env['SERVER_URL'] ?? '' },
  },
})
if (!URL.canParse(values['server-url'])) {
  console.error('缺少同步服务器地址：用 --server-url 或环境变量 SERVER_URL 给出，例如 http://127.0.0.1:8600')
  process.exit(2)
}

const host = createNodeHost({ dataDir: resolve(values['data-dir']), serverUrl: values['server-url'] })
const agent = await createAgent(host)
const server = await serveAgent({
  agent,
  rendererDirectory: join(import.meta.dirname, '../../out/renderer'),
  port: Number(values.port),
  onError: (error) =>
    host.log.error('loopback request failed', { error: error instanceof Error ? error.name : 'unknown' }),
})

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await server.close()
  await agent.stop()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())

console.log(`READY ${server.url}`)
