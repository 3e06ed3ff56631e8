import { z } from 'zod'

/** One line of 系统检测: a plain verdict and what to do about it. Camera and microphone are the renderer's to check. */
const DiagnosticItem = z.object({
  key: z.enum(['system', 'version', 'disk', 'storage', 'server', 'clock', 'printer']),
  label: z.string(),
  verdict: z.enum(['good', 'attention', 'bad']),
  value: z.string(),
  advice: z.string(),
})
export type DiagnosticItem = z.infer<typeof DiagnosticItem>

export const diagnosticsAgentMethods = {
  run: { input: z.void(), output: z.array(DiagnosticItem) },
}
