import {
  type OrganisationChoice,
  OrganisationChoice as Choice,
} from '../../../domain/penalties/penalties-contract.ts'
import { PenaltyFields } from '../../../domain/penalties/penalty.ts'

export interface PenaltyForm {
  organisation: OrganisationChoice | null
  fields: Omit<PenaltyFields, 'amountYuan'>
  /** As typed. */
  amount: string
}

export const PENALTY_FORM_FIELDS = [
  'organisationId',
  'decisionNumber',
  'decidedOn',
  'breach',
  'basis',
  'kinds',
  'amountYuan',
  'content',
  'document',
] as const

export function blankPenalty(): PenaltyForm {
  return {
    organisation: null,
    fields: {
      decisionNumber: '',
      decidedOn: '',
      breach: '',
      basis: '',
      kinds: [],
      content: '',
      executed: false,
      isPublic: true,
    },
    amount: '',
  }
}

/** NaN where what is typed is no number, so that the check says so. */
export function penaltyToSend({ fields, amount }: PenaltyForm): PenaltyFields {
  const typed = amount.replaceAll(/[,，\s]/g, '')
  return { ...fields, amountYuan: typed === '' ? null : Number(typed) }
}

/** Whatever an older program has put into a draft. */
export function penaltyOfDraft(content: Record<string, unknown>): PenaltyForm {
  const blank = blankPenalty()
  const fields = PenaltyFields.omit({ amountYuan: true }).partial().safeParse(content['fields'])
  const organisation = Choice.nullable().safeParse(content['organisation'])
  return {
    organisation: organisation.success ? organisation.data : null,
    fields: { ...blank.fields, ...(fields.success ? withoutUndefined(fields.data) : {}) },
    amount: typeof content['amount'] === 'string' ? content['amount'] : '',
  }
}

function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]-?: NonNullable<Fields[Name]> } {
  // Safe: the entries left are those that have a value.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]-?: NonNullable<Fields[Name]>
  }
}
