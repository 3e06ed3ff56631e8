import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { workstationsAgentMethods } from '../../../domain/workstations/workstations-contract.ts'
import type { ServerApi } from '../server-api.ts'
import type { WorkstationName } from './workstation-name.ts'

export interface WorkstationServiceDeps {
  server: ServerApi['workstations']
  /** The signed-in account's own client; fails `not-signed-in`. */
  own: () => { readonly clientId: string }
  name: WorkstationName
}

/** The organisation's installations of this client. What they are allowed is decided at the server, so all of it needs the connection. */
export function createWorkstationService(
  deps: WorkstationServiceDeps,
): CapabilityHandlers<typeof workstationsAgentMethods> {
  const { server, own, name } = deps
  return {
    list: async () => {
      const { clientId } = own()
      const all = await connected(server.list(undefined))
      const here = all.find((workstation) => workstation.clientId === clientId)
      // Somebody may have named it at another one.
      if (here && here.name !== name.of(clientId)) name.set(here.name)
      return all.map((workstation) => ({ ...workstation, isThis: workstation.clientId === clientId }))
    },
    revoke: ({ clientId }) => connected(server.revoke({ clientId })),
    rename: async (renamed) => {
      await connected(server.rename(renamed))
      // It goes with every push: another account that works here introduces the same workstation.
      if (renamed.clientId === own().clientId) name.set(renamed.name)
    },
    history: (record) => connected(server.history(record)),
  }
}

async function connected<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'server-unreachable') {
      throw new FailureError('needs-connection', { message: '工作站名单和修改记录在服务器上，请联网后重试' })
    }
    throw error
  }
}
