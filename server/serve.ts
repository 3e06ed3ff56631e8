import type { AddressInfo } from 'node:net'
import { createDevelopmentSmsProvider } from './accounts/development-sms-provider.ts'
import { createHttpSmsProvider } from './accounts/http-sms-provider.ts'
import { buildApp } from './app.ts'
import { createCapabilities } from './capabilities.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database/database.ts'
import { readEpoch } from './database/epoch.ts'
import { describeError } from './http/described-error.ts'
import { loadServerKeys } from './server-keys.ts'
import { createDevelopmentIdentityProvider } from './verification/development-identity-provider.ts'
import { createFaceJudge } from './verification/face-judge.ts'
import { createHttpIdentityProvider } from './verification/http-identity-provider.ts'
import { createHttpOutsideFaceProvider } from './verification/http-outside-face-provider.ts'

export interface RunningServer {
  url: string
  /** Ends open streams, finishes what was begun, then closes the database. */
  close: () => Promise<void>
}

/** Opens everything and listens; nothing stays open where that fails. */
export async function serve(
  config: Config,
  environment: Record<string, string | undefined>,
): Promise<RunningServer> {
  const now = () => new Date()
  const developmentSms = config.smsService ? null : createDevelopmentSmsProvider(now)
  const developmentIdentity = config.identityService ? null : createDevelopmentIdentityProvider()
  const smsProvider = developmentSms ?? (config.smsService ? createHttpSmsProvider(config.smsService) : null)
  const identityProvider =
    developmentIdentity ??
    (config.identityService ? createHttpIdentityProvider(config.identityService) : null)
  if (!smsProvider || !identityProvider) throw new Error('a provider is missing')

  const keys = loadServerKeys(config.dataDir, environment)
  const db = await openDatabase(config.database)
  let url = ''
  try {
    const { sessions, capabilities } = createCapabilities({
      db,
      keys,
      dataDir: config.dataDir,
      epoch: await readEpoch(db),
      publicUrl: () => config.publicUrl ?? url,
      smsProvider,
      identityProvider,
      face: {
        outside: config.faceService ? createHttpOutsideFaceProvider(config.faceService) : null,
        passNeedsReview: config.facePassNeedsReview,
        judge: createFaceJudge({ timeLimitMs: config.faceSeconds * 1000 }),
      },
      dev:
        developmentSms || developmentIdentity ? { sms: developmentSms, identity: developmentIdentity } : null,
      now,
    })
    const app = await buildApp({
      db,
      sessions,
      capabilities,
      requestsPerMinute: config.requestsPerMinute,
      trustProxy: config.trustProxy,
      logger: {
        level: config.logLevel,
        redact: ['req.headers.authorization', 'req.url'],
        serializers: { err: describeError },
      },
    })
    await app.listen({ host: config.host, port: config.port })
    url = addressOf(config.host, app.server.address())
    return {
      url,
      async close() {
        await app.close()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

function addressOf(host: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const anywhere = host === '0.0.0.0' || host === '::'
  return `http://${anywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`
}
