import { type AgentContract, agentContract } from '../../domain/contracts/agent-contract.ts'
import { createClient } from '../../domain/contracts/client.ts'
import type { Contract, Input, Output } from '../../domain/contracts/contract.ts'
import type { Result } from '../../domain/contracts/failure.ts'
import type { AttachmentPurpose } from '../../domain/attachments/attachments-contract.ts'
import type { SmsPurpose } from '../../domain/accounts/accounts-contract.ts'
import { type Agent, createAgent } from '../../electron/agent/agent.ts'
import type { AgentHost } from '../../electron/agent/host.ts'

type Asking = AskingOf<AgentContract>
type AskingOf<C extends Contract> = {
  [Capability in keyof C]: {
    [Verb in keyof C[Capability]]: (
      input?: Input<C[Capability][Verb]>,
    ) => Promise<Output<C[Capability][Verb]>>
  }
}

/** An agent as a test talks to it: `ask` throws with the failure, `agent.call` gives the Result itself. */
export interface WorkingAgent {
  agent: Agent
  ask: Asking
  readonly attach: (purpose: AttachmentPurpose, bytes: Buffer) => Promise<string>
  /** Earns the proof and has the code sent. */
  readonly sendSms: (mobile: string, purpose: SmsPurpose) => Promise<void>
}

export async function startAgent(host: AgentHost): Promise<WorkingAgent> {
  const agent = await createAgent(host)
  const client = createClient(agentContract, agent.call)
  const ask = Object.fromEntries(
    Object.entries(client).map(([capability, verbs]) => [
      capability,
      Object.fromEntries(
        Object.entries(verbs).map(([verb, call]) => [
          verb,
          async (input: unknown) => {
            // Safe: every method of a client answers a Result.
            const result = await (call as (input: unknown) => Promise<Result<unknown>>)(input)
            if (!result.ok) throw new Error(`${capability}.${verb}: ${JSON.stringify(result.failure)}`)
            return result.value
          },
        ]),
      ),
    ]),
    // Safe: built from the client's own keys.
  ) as unknown as Asking
  return {
    agent,
    ask,
    attach: async (purpose, bytes) => {
      const { stagingId } = await ask.attachments.begin({ purpose, sizeBytes: bytes.length })
      for (let offset = 0; offset < bytes.length; offset += 512 * 1024) {
        const dataBase64 = bytes.subarray(offset, offset + 512 * 1024).toString('base64')
        await ask.attachments.append({ stagingId, offset, dataBase64 })
      }
      return (await ask.attachments.finish({ stagingId })).sha256
    },
    sendSms: async (mobile, purpose) => {
      const { proof } = await ask.accounts.unlockSms({ mobile, purpose })
      await ask.accounts.sendSmsCode({ mobile, purpose, proof })
    },
  }
}
