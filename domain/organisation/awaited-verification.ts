import type { Verification } from '../verification/verification.ts'
import type { Materials, Organisation } from './organisation.ts'

export interface AwaitedVerification {
  materials: Materials
  verification: Verification
  /** A verified organisation names another legal representative: until he passes, the old data stand (manual 2.4.1). */
  isChange: boolean
  /** The new 机构名称 where the change has one. */
  name?: string | undefined
}

/** Whose real-name verification is under way: that of changed materials before that of the ones in force. Null before any were submitted. */
export function awaitedVerification(organisation: Organisation): AwaitedVerification | null {
  const { changedMaterials, materials, verification } = organisation
  if (changedMaterials) return { ...changedMaterials, isChange: true }
  return materials && { materials, verification, isChange: false }
}

/** The organisation after its awaited verification came to this state; changed materials take their place once they pass. */
export function withVerification(organisation: Organisation, verification: Verification): Organisation {
  const { changedMaterials, ...rest } = organisation
  if (!changedMaterials) return { ...rest, verification }
  if (verification.state !== 'passed')
    return { ...rest, changedMaterials: { ...changedMaterials, verification } }
  const { materials, name = rest.name } = changedMaterials
  return { ...rest, name, scope: materials.scope, materials, verification }
}
