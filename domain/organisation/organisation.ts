import { z } from 'zod'
import { ServiceType } from '../conditions/service-type.ts'
import { IdentityDocumentKind } from '../identifiers/identity-document.ts'
import { Sha256 } from '../records/instants.ts'
import { Verification } from '../verification/verification.ts'

export const LegalRepresentative = z.object({
  name: z.string(),
  documentKind: IdentityDocumentKind,
  documentNumber: z.string(),
  mobile: z.string(),
})
export type LegalRepresentative = z.infer<typeof LegalRepresentative>

/** The three pictures of 上传材料; with a document other than the 居民身份证 the two document slots hold its two sides. */
export const MaterialPictures = z.object({
  documentBack: Sha256, // 法人证件国徽面
  documentFront: Sha256, // 法人证件头像面
  licence: Sha256, // 营业执照
})
export type MaterialPictures = z.infer<typeof MaterialPictures>

/** What the handler fills in at 上传材料 (manual 2.2.2). `regionCodes` are 省/市/区 codes, the third optional where rules.md §3 says so. */
export const Materials = z.object({
  scope: z.string(),
  registrationAuthority: z.string(),
  regionCodes: z.array(z.string()),
  address: z.string(),
  publicEmail: z.string(),
  publicContact: z.string(),
  publicPhone: z.string(),
  serviceTypes: z.array(ServiceType),
  legalRepresentative: LegalRepresentative,
  pictures: MaterialPictures,
})
export type Materials = z.infer<typeof Materials>

/** What 提交 sends. `name` only where 机构名称 is changed, which an organisation may once its registration is complete (manual 2.4.1). */
export const MaterialsSubmission = Materials.extend({ name: z.string().optional() })
export type MaterialsSubmission = z.infer<typeof MaterialsSubmission>

/** The organisation as one record of its feed; the record's id is the organisation's id. Material fields are null until they were submitted. */
export const Organisation = z.object({
  name: z.string(),
  creditCode: z.string(),
  /** The check character does not fit but the handler compared the code with the licence; shown to the authority. */
  creditCodeConfirmed: z.boolean(),
  registrationProvince: z.string(),
  accountMobile: z.string(),
  scope: z.string(),
  materials: Materials.nullable(),
  verification: Verification,
  /** Names another legal representative than `materials`, whose verification did not pass at once: in force only when it does. */
  changedMaterials: z
    .object({ materials: Materials, verification: Verification, name: z.string().optional() })
    .optional(),
})
export type Organisation = z.infer<typeof Organisation>

/** Where an organisation stands in the four steps of registration 帐号注册 → 上传材料 → 实名认证 → 完成. */
export type RegistrationStep = 'materials' | 'verification' | 'complete'

export function registrationStep(
  organisation: Pick<Organisation, 'materials' | 'verification'>,
): RegistrationStep {
  if (!organisation.materials) return 'materials'
  return organisation.verification.state === 'passed' ? 'complete' : 'verification'
}
