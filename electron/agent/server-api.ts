import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { z } from 'zod'
import type { Contract, Input, Output } from '../../domain/contracts/contract.ts'
import type { ServerContract } from '../../domain/contracts/server-contract.ts'

/** The server's contract as the agent's services use it: a failed Result is thrown as FailureError. */
export type ServerApi = ThrowingClient<ServerContract>

type ThrowingClient<C extends Contract> = {
  [Capability in keyof C]: {
    [Verb in keyof C[Capability]]: (input: Input<C[Capability][Verb]>) => Promise<Output<C[Capability][Verb]>>
  }
}

export interface ServerRequest<Body extends z.ZodType> {
  method: 'GET' | 'POST'
  path: string
  body?: unknown
  /** Instead of `body`: what `pack` made ready. */
  packed?: PackedJson
  answer: Body
  signal?: AbortSignal
}

/** JSON as it travels: small enough, or packed by gzip. */
export interface PackedJson {
  data: string | Buffer
  isGzip: boolean
}

/** Requests that are no calls of the contract: synchronising and files. Who is signed in is added by itself. */
export interface ServerHttp {
  /** The parsed answer with its status. Fails `server-unreachable`, or `server-answer-unusable` when the answer is not of the shape. */
  request<Body extends z.ZodType>(
    request: ServerRequest<Body>,
  ): Promise<{ status: number; body: z.output<Body> }>
  /** Makes JSON ready to travel, before it is known when. */
  pack(json: string): Promise<PackedJson>
  /** Calls back with the data of every server-sent event until the connection ends or `signal` is raised. */
  listen(path: string, onEvent: (data: string) => void, signal: AbortSignal): Promise<void>
  /** A stored file's bytes from `offset` on, at most `length`; null when the server has no such file for us. */
  readBlob(sha256: string, offset: number, length: number): Promise<ServerBlobPart | null>
  hasBlob(sha256: string): Promise<boolean>
  /** How far the server's clock is ahead of ours and how long an answer took; fails `server-unreachable`. */
  measure(): Promise<{ aheadMs: number; tookMs: number }>
  /** Where files are uploaded and what such a request must carry. */
  uploadTarget(): UploadTarget
}

export interface UploadTarget {
  endpoint: string
  headers: Record<string, string>
  /** Through the proxy, where there is one. */
  agent?: HttpAgent | HttpsAgent
}

/** A proxy on the way to the server. */
export interface ProxyRoute {
  /** `host:port`, without its user. */
  address: string
  httpAgent: HttpAgent
  httpsAgent: HttpsAgent
}

export interface ServerBlobPart {
  bytes: Buffer
  sizeBytes: number
  mediaType: string
}
