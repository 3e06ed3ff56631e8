import type { z } from 'zod'
import type { Result } from './failure.ts'

/**
 * The shape of any contract: capability → verb → what goes in and what comes out.
 * Only JSON values may cross (ISO strings, base64), so that structured clone and HTTP agree.
 */
export interface Method {
  input: z.ZodType
  output: z.ZodType
}
export type Contract = Record<string, Record<string, Method>>

export type Input<M extends Method> = z.input<M['input']>
export type ParsedInput<M extends Method> = z.output<M['input']>
export type Output<M extends Method> = z.output<M['output']>

/** Moves one request over any transport. `method` is `capability.verb`. Never rejects: trouble is a failed Result. */
export type Call = (method: string, input: unknown) => Promise<Result<unknown>>

export type Client<C extends Contract> = {
  [Capability in keyof C]: {
    [Verb in keyof C[Capability]]: undefined extends Input<C[Capability][Verb]>
      ? (input?: Input<C[Capability][Verb]>) => Promise<Result<Output<C[Capability][Verb]>>>
      : (input: Input<C[Capability][Verb]>) => Promise<Result<Output<C[Capability][Verb]>>>
  }
}

/** What implements a contract. Input arrives parsed; foreseen trouble is thrown as FailureError. `Context` is what a host knows of the caller. */
export type Handlers<C extends Contract, Context extends unknown[] = []> = {
  [Capability in keyof C]: CapabilityHandlers<C[Capability], Context>
}
export type CapabilityHandlers<Methods extends Record<string, Method>, Context extends unknown[] = []> = {
  [Verb in keyof Methods]: (
    input: ParsedInput<Methods[Verb]>,
    ...context: Context
  ) => Promise<Output<Methods[Verb]>> | Output<Methods[Verb]>
}
