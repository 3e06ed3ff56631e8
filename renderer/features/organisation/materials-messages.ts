import type { MaterialsField } from '../../../domain/organisation/materials-checks.ts'
import type { FieldMessages } from '../../../domain/records/field-messages.ts'

/** In the order of the page. */
export const MATERIALS_FIELDS: readonly MaterialsField[] = [
  'scope',
  'registrationAuthority',
  'regionCodes',
  'address',
  'serviceTypes',
  'publicContact',
  'publicPhone',
  'publicEmail',
  'legalRepresentative.name',
  'legalRepresentative.mobile',
  'legalRepresentative.documentNumber',
  'pictures.documentBack',
  'pictures.documentFront',
  'pictures.licence',
]

/** The checks of a name, a number and a phone do not know whose they are; the summary has to say it. */
export function nameThePerson<Field extends string>(messages: FieldMessages<Field>): FieldMessages<Field> {
  return {
    ...messages,
    ...Object.fromEntries(
      Object.entries<string | undefined>(messages).flatMap(([path, message]) =>
        path.startsWith('legalRepresentative.')
          ? [[path, message?.replace(/^请填写|^(?=手机号码|姓名|身份证号)/, (start) => `${start}法定代表人`)]]
          : [],
      ),
    ),
  }
}
