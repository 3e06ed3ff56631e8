import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { solveChallenge, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { onTestFinished } from 'vitest'
import type { ServerSession, SmsPurpose } from '../../domain/accounts/accounts-contract.ts'
import type { Input, Method, Output } from '../../domain/contracts/contract.ts'
import type { Failure, Result } from '../../domain/contracts/failure.ts'
import type { ServerContract } from '../../domain/contracts/server-contract.ts'
import type { Mutation, MutationResult, PullResponse } from '../../domain/sync/sync-contract.ts'
import {
  createDevelopmentSmsProvider,
  type DevelopmentSmsProvider,
} from '../../server/accounts/development-sms-provider.ts'
import { createAuthority } from '../../server/accounts/create-authority.ts'
import { buildApp } from '../../server/app.ts'
import { createCapabilities, type CapabilityDependencies } from '../../server/capabilities.ts'
import { readEpoch } from '../../server/database/epoch.ts'
import type { Tables } from '../../server/database/tables.ts'
import type { Capability } from '../../server/http/capability.ts'
import {
  createDevelopmentIdentityProvider,
  type DevelopmentIdentityProvider,
} from '../../server/verification/development-identity-provider.ts'
import { madeCreditCode } from './made-identifiers.ts'

export const PASSWORD = 'Xiaofang_2026'

let made = 0
/** Another one at every call. */
export function aMobile(): string {
  made += 1
  return `139${String(10_000_000 + made)}`
}

/** The whole server over a given database, asked without a network; its clock stands where the test puts it. */
export interface TestServer {
  app: FastifyInstance
  db: Kysely<Tables>
  epoch: string
  dataDir: string
  sms: DevelopmentSmsProvider
  identity: DevelopmentIdentityProvider
  clock: { now: Date; pass: (ms: number) => void }
  /** The work of every full hour, now. */
  everyHour: () => Promise<void>
  call: Call
  /** Fails the test where the call fails. */
  ask: Ask
  /** The way of the slider: challenge, proof, code. Answers the code that was “sent”. */
  smsCode: (mobile: string, purpose: SmsPurpose, token?: string) => Promise<string>
  registerOrganisation: (
    changes?: Partial<Registration>,
  ) => Promise<ServerSession & { organisationId: string }>
  signInAuthority: (region?: string) => Promise<ServerSession>
  /** A workstation that numbers its own mutations. */
  workstation: (token: string) => Workstation
}

type Registration = Input<ServerContract['accounts']['registerOrganisation']>
type Methods = {
  [Name in keyof ServerContract as `${Name}.${keyof ServerContract[Name] & string}`]: ServerContract[Name]
}
type MethodOf<Name extends keyof Methods> =
  Name extends `${string}.${infer Verb extends keyof Methods[Name] & string}`
    ? Methods[Name][Verb] extends Method
      ? Methods[Name][Verb]
      : never
    : never
type Call = <N extends keyof Methods>(
  name: N,
  input: Input<MethodOf<N>>,
  token?: string,
) => Promise<Result<Output<MethodOf<N>>>>
type Ask = <N extends keyof Methods>(
  name: N,
  input: Input<MethodOf<N>>,
  token?: string,
) => Promise<Output<MethodOf<N>>>

export interface Workstation {
  clientId: string
  /** Sends one mutation and answers its result. */
  push: (mutation: Partial<Mutation> & Pick<Mutation, 'name'>) => Promise<MutationResult>
  pull: (cursor?: number) => Promise<PullResponse>
}

export async function startTestServer(
  db: Kysely<Tables>,
  options: {
    extra?: readonly Capability[]
    now?: Date
    dataDir?: string
    face?: CapabilityDependencies['face']
    /** Takes every line of the log, down to the smallest. */
    log?: (line: string) => void
  } = {},
): Promise<TestServer> {
  const clock = {
    now: options.now ?? new Date('2026-11-22T02:00:00.000Z'),
    pass(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms)
    },
  }
  const now = () => clock.now
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'server-'))
  const sms = createDevelopmentSmsProvider(now)
  const identity = createDevelopmentIdentityProvider()
  const epoch = await readEpoch(db)
  const { sessions, capabilities } = createCapabilities({
    db,
    keys: { blob: randomBytes(32), personal: randomBytes(32), proof: randomBytes(32), face: randomBytes(32) },
    dataDir,
    epoch,
    publicUrl: () => 'https://labels.example',
    smsProvider: sms,
    identityProvider: identity,
    dev: { sms, identity },
    ...(options.face && { face: options.face }),
    now,
  })
  const app = await buildApp({
    db,
    sessions,
    capabilities: [...capabilities, ...(options.extra ?? [])],
    requestsPerMinute: 100_000,
    trustProxy: false,
    logger: options.log ? { level: 'trace', stream: { write: options.log } } : { level: 'error' },
  })
  // The upload store makes its folder in its own time and throws where it cannot; what is asked of the file system later is answered later.
  await stat(dataDir)
  onTestFinished(async () => {
    await app.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  const call: Call = async (name, input, token) => {
    const response = await app.inject({
      method: 'POST',
      url: `/api/1/${name}`,
      headers: { 'content-type': 'application/json', ...bearer(token) },
      payload: JSON.stringify(input ?? null),
    })
    return response.json()
  }
  const ask: Ask = async (name, input, token) => {
    const result = await call(name, input, token)
    if (!result.ok) throw new Error(`${name} failed: ${JSON.stringify(result.failure)}`)
    return result.value
  }

  async function smsCode(mobile: string, purpose: SmsPurpose, token?: string): Promise<string> {
    const proof = await solve(await ask('accounts.challenge', { mobile, purpose }))
    await ask('accounts.sendSmsCode', { mobile, purpose, proof }, token)
    return sms.sent()[0]?.code ?? ''
  }

  async function registerOrganisation(changes: Partial<Registration> = {}) {
    const mobile = changes.mobile ?? aMobile()
    const registration = {
      ...aRegistration(),
      ...changes,
      mobile,
      smsCode: await smsCode(mobile, 'register'),
    }
    const session = await ask('accounts.registerOrganisation', registration)
    if (session.organisationId === null) throw new Error('an organisation without its id')
    return { ...session, organisationId: session.organisationId }
  }

  const everyHour = async () => {
    for (const capability of capabilities) await capability.everyHour?.()
  }

  return {
    app,
    db,
    epoch,
    everyHour,
    dataDir,
    sms,
    identity,
    clock,
    call,
    ask,
    smsCode,
    registerOrganisation,
    async signInAuthority(region = '320000') {
      const mobile = aMobile()
      const { password } = await createAuthority(db, { mobile, name: '省消防救援总队', region }, clock.now)
      return ask('accounts.signIn', { kind: 'password', mobile, password })
    },
    workstation: (token) => createWorkstation(app, clock, token),
  }
}

function createWorkstation(app: FastifyInstance, clock: { now: Date }, token: string): Workstation {
  const clientId = randomBytes(8).toString('hex')
  let seq = 0
  return {
    clientId,
    async push(given) {
      seq += 1
      const mutation = aMutation({ clientTime: clock.now.toISOString(), ...given, seq })
      const response = await app.inject({
        method: 'POST',
        url: '/sync/1/push',
        headers: bearer(token),
        payload: { clientId, epoch: null, recordSchema: 1, ackedCursor: 0, mutations: [mutation] },
      })
      const [result] = response.json<{ results?: MutationResult[] }>().results ?? []
      if (!result) throw new Error(`push answered ${response.statusCode}: ${response.body}`)
      return result
    },
    async pull(cursor = 0) {
      const response = await app.inject({ url: `/sync/1/pull?cursor=${cursor}`, headers: bearer(token) })
      return response.json()
    },
  }
}

export function aMutation(changes: Partial<Mutation> & Pick<Mutation, 'name'>): Mutation {
  return {
    seq: 1,
    version: 1,
    recordId: 'record-0001',
    baseRev: 0,
    set: {},
    base: {},
    blobs: [],
    clientTime: '2026-11-22T02:00:00.000Z',
    ...changes,
  }
}

export function aRegistration(): Registration {
  return {
    name: '江苏安平消防技术服务有限公司',
    creditCode: madeCreditCode(made + 1000),
    creditCodeConfirmed: false,
    registrationProvince: '320000',
    scope: '消防设施维护保养检测、消防安全评估',
    mobile: aMobile(),
    password: PASSWORD,
    smsCode: '000000',
  }
}

/** What the agent does behind 拖动滑块解锁发送短信. */
export async function solve(challenge: Record<string, unknown>): Promise<string> {
  // Safe: the server's answer to accounts.challenge.
  const solution = await solveChallenge({ challenge: challenge as unknown as Challenge, deriveKey })
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
}

export function bearer(token?: string): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

/** The failure of a call that must fail. */
export async function failureOf(call: Promise<Result<unknown>>): Promise<Failure> {
  const result = await call
  if (result.ok) throw new Error('the call succeeded')
  return result.failure
}
