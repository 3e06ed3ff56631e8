import { agentContract } from '../../domain/contracts/agent-contract.ts'
import { createClient } from '../../domain/contracts/client.ts'
import { connectBridge } from './connect-bridge.ts'

export const bridge = connectBridge()

/** The typed client of the agent. Answers are Results; nothing is retried here, the agent knows better what may be sent twice. */
export const agent = createClient(agentContract, bridge.call)
