import { reactive } from 'vue'
import { z } from 'zod'
import type { MaterialsInput } from '../../../domain/organisation/materials-checks.ts'
import { Materials } from '../../../domain/organisation/organisation.ts'
import type { OrganisationView } from '../../../domain/organisation/organisation-contract.ts'

const DraftedMaterials = Materials.extend({
  pictures: z.object({
    documentBack: z.string().nullable(),
    documentFront: z.string().nullable(),
    licence: z.string().nullable(),
  }),
})

export interface MaterialsFields {
  fields: MaterialsInput
  /** A draft as an older program may have left it; what does not fit any more is dropped as a whole. */
  restore: (content: Record<string, unknown>) => void
}

/** 上传材料 as it stands in the form: what was submitted before, else empty with the 服务范围 of the registration. */
export function useMaterialsFields(organisation: OrganisationView): MaterialsFields {
  const fields = reactive<MaterialsInput>(structuredClone(startOf(organisation)))
  return {
    fields,
    restore: (content) => {
      const drafted = DraftedMaterials.safeParse(content)
      if (drafted.success) Object.assign(fields, drafted.data)
    },
  }
}

function startOf(organisation: OrganisationView): MaterialsInput {
  if (organisation.materials) return JSON.parse(JSON.stringify(organisation.materials)) as MaterialsInput // Safe: a copy of a parsed record.
  return {
    scope: organisation.scope,
    registrationAuthority: '',
    regionCodes: [],
    address: '',
    publicEmail: '',
    publicContact: '',
    publicPhone: '',
    serviceTypes: [],
    legalRepresentative: { name: '', documentKind: 'resident-id', documentNumber: '', mobile: '' },
    pictures: { documentBack: null, documentFront: null, licence: null },
  }
}
