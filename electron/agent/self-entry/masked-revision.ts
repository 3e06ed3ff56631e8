import { maskPersonalNumber, maskPhone } from '../../../domain/identifiers/mask.ts'
import type { Materials, Organisation } from '../../../domain/organisation/organisation.ts'
import type { SelfEntryRevisionView } from '../../../domain/self-entry/self-entry-contract.ts'
import { toView } from '../storage/record-view.ts'
import type { LocalRecord } from '../storage/workspace.ts'

/** History is read by people who look for changes, not for numbers: every number in it is masked. */
export function maskedRevision(record: LocalRecord<'self-entry-revision'>): SelfEntryRevisionView {
  const revision = toView(record)
  const { organisation, engineers, operators } = revision.snapshot
  return {
    ...revision,
    snapshot: {
      ...revision.snapshot,
      organisation: masked(organisation),
      engineers: engineers.map(maskedPerson),
      operators: operators.map(maskedPerson),
    },
  }
}

function maskedPerson<Person extends { idNumber: string; mobile: string }>(person: Person): Person {
  return { ...person, idNumber: maskPersonalNumber(person.idNumber), mobile: maskPhone(person.mobile) }
}

function masked({ materials, changedMaterials, ...rest }: Organisation): Organisation {
  return {
    ...rest,
    accountMobile: maskPhone(rest.accountMobile),
    materials: materials && maskedMaterials(materials),
    ...(changedMaterials && {
      changedMaterials: { ...changedMaterials, materials: maskedMaterials(changedMaterials.materials) },
    }),
  }
}

function maskedMaterials(materials: Materials): Materials {
  const { legalRepresentative: person } = materials
  return {
    ...materials,
    legalRepresentative: {
      ...person,
      documentNumber: maskPersonalNumber(person.documentNumber),
      mobile: maskPhone(person.mobile),
    },
  }
}
