import { z } from 'zod'
import { Instant } from '../records/instants.ts'

/** A web page's origin that a person has let in, `https://oa.example.com`. */
export const PairedOrigin = z.object({
  origin: z.string(),
  pairedAt: Instant,
  lastUsedAt: Instant.nullable(),
})
export type PairedOrigin = z.infer<typeof PairedOrigin>

/** A label of a web page that waits for a person's yes. */
export const GatewayRequest = z.object({
  id: z.string(),
  origin: z.string(),
  title: z.string(),
  copies: z.number().int(),
  printerName: z.string(),
  askedAt: Instant,
})
export type GatewayRequest = z.infer<typeof GatewayRequest>

export const PrintGatewayState = z.object({
  enabled: z.boolean(),
  /** Where pages find it, `http://127.0.0.1:17629`; null while it does not listen. */
  address: z.string().nullable(),
  /** Why it does not listen although it is switched on; Chinese, says what to do. */
  trouble: z.string().nullable(),
  /** Every label of a web page waits for a person's yes. */
  confirmEach: z.boolean(),
  pairing: z.object({ code: z.string(), expiresAt: Instant }).nullable(),
  origins: z.array(PairedOrigin),
  requests: z.array(GatewayRequest),
  /** Print jobs that came from web pages, newest first, with who sent them. */
  jobs: z.array(z.object({ jobId: z.string(), origin: z.string() })),
})
export type PrintGatewayState = z.infer<typeof PrintGatewayState>

export const printGatewayAgentMethods = {
  state: { input: z.void(), output: PrintGatewayState },
  setEnabled: { input: z.object({ enabled: z.boolean() }), output: PrintGatewayState },
  setConfirmEach: { input: z.object({ confirmEach: z.boolean() }), output: PrintGatewayState },
  /** Shows a code of six figures that lets one page in, once, within five minutes. Fails `conflict` while switched off. */
  newPairingCode: { input: z.void(), output: PrintGatewayState },
  /** What that origin still asks for is refused from now on; what is in the queue stays there. */
  revokeOrigin: { input: z.object({ origin: z.string() }), output: PrintGatewayState },
  /** Fails `not-found` when the request has been answered or has been waiting too long. */
  answerRequest: {
    input: z.object({ requestId: z.string(), accept: z.boolean() }),
    output: PrintGatewayState,
  },
}
