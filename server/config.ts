import { join } from 'node:path'
import { z } from 'zod'
import type { DatabaseLocation } from './database/database.ts'

const text = z.string().trim().min(1)

const Environment = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8600),
  DATA_DIR: text.default('./data/server'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL 应以 postgres:// 开头')
    .optional(),
  PUBLIC_URL: z.url().optional(),
  NODE_ENV: z.string().default('development'),
  SMS_PROVIDER: z.enum(['development', 'http']).default('development'),
  SMS_PROVIDER_URL: z.url().optional(),
  SMS_PROVIDER_SECRET: text.optional(),
  IDENTITY_PROVIDER: z.enum(['development', 'http']).default('development'),
  IDENTITY_PROVIDER_URL: z.url().optional(),
  IDENTITY_PROVIDER_SECRET: text.optional(),
  /** `local` judges faces on this server; `http` is an outside service that does it on its own pages. */
  FACE_PROVIDER: z.enum(['local', 'http']).default('local'),
  FACE_PROVIDER_URL: z.url().optional(),
  FACE_PROVIDER_SECRET: text.optional(),
  /** How long judging one face may take; a machine without spare cores needs more. */
  FACE_SECONDS: z.coerce.number().int().min(5).max(120).default(15),
  /** `review` (in production unless said otherwise) until the thresholds are calibrated on people of this installation: every pass is looked at. */
  FACE_PASS: z.enum(['decide', 'review']).optional(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(1200),
  /** `1` behind a reverse proxy that sets X-Forwarded-For. */
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

/** A service outside: where it answers and the secret that signs what it is asked. */
export interface OutsideService {
  url: string
  secret: string
}

export interface Config {
  host: string
  port: number
  dataDir: string
  database: DatabaseLocation
  /** Link base of labels and pages; null until the port is known, then http://127.0.0.1:<port>. */
  publicUrl: string | null
  production: boolean
  /** null is the development provider. */
  smsService: OutsideService | null
  identityService: OutsideService | null
  /** null is local verification. */
  faceService: OutsideService | null
  facePassNeedsReview: boolean
  faceSeconds: number
  requestsPerMinute: number
  trustProxy: boolean
  logLevel: string
}

/** Parses the environment once. Throws one sentence per mistake, without values that may be secret. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(withoutEmpty(environment))
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  }
  const values = parsed.data
  const production = values.NODE_ENV === 'production'
  if (production) refuseDevelopmentProviders(values)
  return {
    host: values.HOST,
    port: values.PORT,
    dataDir: values.DATA_DIR,
    database: values.DATABASE_URL
      ? { kind: 'postgres', url: values.DATABASE_URL }
      : { kind: 'sqlite', path: join(values.DATA_DIR, 'server.sqlite') },
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    production,
    smsService: outsideService(
      'SMS_PROVIDER',
      values.SMS_PROVIDER,
      values.SMS_PROVIDER_URL,
      values.SMS_PROVIDER_SECRET,
    ),
    identityService: outsideService(
      'IDENTITY_PROVIDER',
      values.IDENTITY_PROVIDER,
      values.IDENTITY_PROVIDER_URL,
      values.IDENTITY_PROVIDER_SECRET,
    ),
    faceService: outsideService(
      'FACE_PROVIDER',
      values.FACE_PROVIDER,
      values.FACE_PROVIDER_URL,
      values.FACE_PROVIDER_SECRET,
    ),
    facePassNeedsReview: (values.FACE_PASS ?? (production ? 'review' : 'decide')) === 'review',
    faceSeconds: values.FACE_SECONDS,
    requestsPerMinute: values.REQUESTS_PER_MINUTE,
    trustProxy: values.TRUST_PROXY === '1',
    logLevel: values.LOG_LEVEL,
  }
}

/** Development providers show codes to everybody who opens a page. */
function refuseDevelopmentProviders(values: { SMS_PROVIDER: string; IDENTITY_PROVIDER: string }): void {
  const names = (['SMS_PROVIDER', 'IDENTITY_PROVIDER'] as const).filter(
    (name) => values[name] === 'development',
  )
  if (names.length > 0) {
    throw new Error(
      `NODE_ENV=production 时不能使用开发用的服务：请设置 ${names.map((name) => `${name}=http、${name}_URL 和 ${name}_SECRET`).join('；')}`,
    )
  }
}

function outsideService(
  name: string,
  kind: 'development' | 'local' | 'http',
  url?: string,
  secret?: string,
): OutsideService | null {
  if (kind !== 'http') return null
  if (!url || !secret) throw new Error(`${name}=http 时还须设置 ${name}_URL 和 ${name}_SECRET`)
  return { url, secret }
}

function withoutEmpty(environment: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  )
  return Object.fromEntries(entries)
}
