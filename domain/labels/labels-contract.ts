import { z } from 'zod'
import { PrintJob } from '../printing/print-job.ts'
import { view } from '../records/view.ts'
import { Label, LabelFields } from './label.ts'
import { LabelSize } from './label-size.ts'
import { RasterImage } from './raster-image.ts'

export const LabelView = view(Label)
export type LabelView = z.infer<typeof LabelView>

const LabelChoice = z.object({
  fields: LabelFields,
  size: LabelSize,
  dpi: z.union([z.literal(203), z.literal(300)]),
})

export const labelsAgentMethods = {
  list: { input: z.object({ projectId: z.string().nullable() }), output: z.array(LabelView) },
  /** The very dots that `print` would send now; `problems` names what did not fit. The serial shown is the next one, not yet taken. */
  preview: {
    input: LabelChoice,
    output: z.object({ image: RasterImage, serial: z.string(), problems: z.array(z.string()) }),
  },
  /** Issues `count` labels with serials of their own, each printed `copies` times; works offline. Sizes and dots are the printer's settings. */
  print: {
    input: z.object({
      fields: LabelFields,
      printerId: z.string(),
      count: z.number().int().min(1).max(200),
      copies: z.number().int().min(1).max(20),
    }),
    output: z.array(z.object({ label: LabelView, job: PrintJob })),
  },
  reprint: {
    input: z.object({ labelId: z.string(), printerId: z.string(), copies: z.number().int().min(1).max(20) }),
    output: PrintJob,
  },
  withdraw: { input: z.object({ labelId: z.string(), reason: z.string() }), output: LabelView },
}

/**
 * A workstation registers the public key with which it signs its labels (raw 32 bytes, base64) once, right after sign-in; the server answers with the
 * names it gives it. Keys are published at /.well-known/label-keys.json. Registering the same key again gives the same answer.
 */
export const LabelKeyRegistration = z.object({
  keyId: z.string(),
  serialPrefix: z.string(),
  linkBase: z.string(),
})
export type LabelKeyRegistration = z.infer<typeof LabelKeyRegistration>

export const labelsServerMethods = {
  registerKey: {
    input: z.object({ publicKeyBase64: z.string(), clientId: z.string() }),
    output: LabelKeyRegistration,
  },
}
