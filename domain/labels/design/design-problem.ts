import { z } from 'zod'

/** What is wrong with a design, or with one label drawn by it. With an `error` nothing is printed. */
export const DesignProblem = z.object({
  severity: z.enum(['error', 'warning']),
  /** The element to be mended; null when one is missing. */
  elementId: z.string().nullable(),
  /** Chinese, says what to do. */
  message: z.string(),
})
export type DesignProblem = z.infer<typeof DesignProblem>

export function preventsPrinting(problems: readonly DesignProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error')
}
