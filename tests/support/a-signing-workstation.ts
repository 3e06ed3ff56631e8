import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { encodeBase64, encodeBase64Url } from '../../domain/labels/base64.ts'
import { labelCodePayload } from '../../domain/labels/label-code.ts'
import { composeLabelSerial } from '../../domain/labels/label-serial.ts'
import type { Label } from '../../domain/labels/label.ts'
import type { LabelKeyRegistration } from '../../domain/labels/labels-contract.ts'
import type { OrganisationAtWork } from './an-organisation-at-work.ts'
import type { TestServer } from './test-server.ts'

/** What a workstation does to issue labels: a key of its own, serials of its own, signatures. */
export interface SigningWorkstation extends LabelKeyRegistration {
  publicKeyBase64: string
  /** A label signed over its own fields; `changes` are made before signing. */
  label: (projectId: string, changes?: Partial<Label>) => Label
}

export async function aSigningWorkstation(
  server: TestServer,
  organisation: Pick<OrganisationAtWork, 'token' | 'workstation'>,
): Promise<SigningWorkstation> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const publicKeyBase64 = encodeBase64(rawPublicKey(publicKey))
  const registration = await server.ask(
    'labels.registerKey',
    { publicKeyBase64, clientId: organisation.workstation.clientId },
    organisation.token,
  )
  let counter = 0
  return {
    ...registration,
    publicKeyBase64,
    label(projectId, changes = {}) {
      counter += 1
      const fields = {
        projectId,
        building: 'A 座',
        system: '火灾自动报警系统',
        maintainedOn: '2026-11-20',
        nextDueOn: '2026-12-20',
        contactPhone: '025-83456789',
        serial: composeLabelSerial(registration.serialPrefix, counter),
        organisationName: '江苏安平消防技术服务有限公司',
        projectLeader: '王玉才',
        keyId: registration.keyId,
        ...changes,
      }
      const payload = labelCodePayload(fields)
      return {
        ...fields,
        payload,
        signature: signed(privateKey, payload),
        issuedAt: server.clock.now.toISOString(),
        prints: [],
        withdrawn: null,
      }
    },
  }
}

export function signed(privateKey: KeyObject, payload: string): string {
  return encodeBase64Url(sign(null, Buffer.from(payload, 'ascii'), privateKey))
}

/** The last 32 bytes of SubjectPublicKeyInfo (RFC 8410). */
function rawPublicKey(publicKey: KeyObject): Uint8Array {
  return new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
}

/** A saved project of the organisation; answers its id. */
export async function aProject(
  organisation: OrganisationAtWork,
  authority: { token: string },
): Promise<string> {
  const leader = await organisation.employ(authority)
  const projectId = randomUUID()
  const result = await organisation.workstation.push({
    name: 'project.save',
    recordId: projectId,
    set: {
      contractNumber: 'HT-2026-001',
      contractName: '天元大厦消防设施维护保养合同',
      clientName: '天元大厦物业服务有限公司',
      regionCodes: ['320000', '320100', '320115'],
      address: '天元东路 8 号',
      type: 'maintenance',
      technicalLeaderId: leader.recordId,
      projectLeaderId: leader.recordId,
      memberIds: [],
      plannedFrom: '2026-11-01',
      plannedTo: '2027-10-31',
      buildings: [],
      systems: [],
    },
  })
  if (result.status !== 'applied') throw new Error(result.message)
  return projectId
}
