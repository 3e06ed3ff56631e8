import { join } from 'node:path'
import log from 'electron-log/node'
import type { AgentLog } from '../host.ts'

const LOG_BYTES_MAX = 5 * 1024 * 1024

/** What hosts lend the agent to write with: one file of at most 5 MiB with one predecessor, nothing on the terminal. */
export function createHostLog(dataDir: string): AgentLog {
  const logger = log.create({ logId: dataDir })
  logger.transports.file.resolvePathFn = () => join(dataDir, 'logs', 'agent.log')
  logger.transports.file.maxSize = LOG_BYTES_MAX
  logger.transports.file.level = 'info'
  logger.transports.console.level = false
  return {
    info: (message, details) => logger.info(...words(message, details)),
    warn: (message, details) => logger.warn(...words(message, details)),
    error: (message, details) => logger.error(...words(message, details)),
  }
}

const words = (message: string, details?: Record<string, unknown>) =>
  details === undefined ? [message] : [message, details]
