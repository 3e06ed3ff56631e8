import { z } from 'zod'
import { Role } from '../accounts/role.ts'
import { Instant } from '../records/instants.ts'
import { TemplateUse } from './design/saved-template.ts'

/** 打印、重打，或者另存为文件。 */
export const LabelPrintKind = z.enum(['first', 'reprint', 'file'])
export type LabelPrintKind = z.infer<typeof LabelPrintKind>

/** Who ordered a print: the account that was signed in. */
export const LabelPrinter = z.object({
  name: z.string().max(200),
  /** Masked mobile number. */
  account: z.string().max(40),
  role: Role,
})
export type LabelPrinter = z.infer<typeof LabelPrinter>

/** One print of a label as the register keeps it. What is optional is missing on prints that older programs registered. */
export const LabelPrint = z.object({
  at: Instant,
  printer: z.string(),
  copies: z.number(),
  outcome: z.enum(['sent', 'confirmed']),
  /** The print job; one job is one entry, whatever is told of it how often. */
  jobId: z.string().max(64).optional(),
  kind: LabelPrintKind.optional(),
  by: LabelPrinter.optional(),
  /** As it was drawn this time; null for the built-in layout 标准版式. */
  template: TemplateUse.nullable().optional(),
})
export type LabelPrint = z.infer<typeof LabelPrint>

/** The register with this print in it once: what was told of the same print before gives way to it. */
export function withPrint(prints: readonly LabelPrint[], print: LabelPrint): LabelPrint[] {
  const others = prints.filter((known) => !isSamePrint(known, print))
  return [...others, print]
}

function isSamePrint(one: LabelPrint, other: LabelPrint): boolean {
  if (one.jobId !== undefined && other.jobId !== undefined) return one.jobId === other.jobId
  return one.at === other.at && one.printer === other.printer
}
