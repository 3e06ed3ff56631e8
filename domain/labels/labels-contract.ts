import { z } from 'zod'
import { PrintJob } from '../printing/print-job.ts'
import { view } from '../records/view.ts'
import { Label, LabelFields } from './label.ts'
import { LabelCheck, LabelCheckText } from './label-check.ts'
import { LabelSize } from './label-size.ts'
import { RasterImage } from './raster-image.ts'

export const LabelView = view(Label)
export type LabelView = z.infer<typeof LabelView>

const LabelChoice = z.object({
  fields: LabelFields,
  size: LabelSize,
  dpi: z.union([z.literal(203), z.literal(300)]),
  /** One of the organisation's templates for this size of paper; without one the built-in layout 标准版式. */
  templateId: z.string().nullable().optional(),
})

/** How many labels one order may issue. */
export const LABELS_AT_ONCE = 200

/** One of the places that a batch is printed for. */
export const LabelPlace = z.object({ building: z.string(), system: z.string() })
export type LabelPlace = z.infer<typeof LabelPlace>

export const labelsAgentMethods = {
  list: { input: z.object({ projectId: z.string().nullable() }), output: z.array(LabelView) },
  /** The very dots that `print` would send now; `problems` names what did not fit. The serial shown is the next one, not yet taken. */
  preview: {
    input: LabelChoice,
    output: z.object({
      image: RasterImage,
      serial: z.string(),
      problems: z.array(z.string()),
      /** Nothing would be printed until what `problems` says is mended. */
      blocked: z.boolean().optional(),
    }),
  },
  /**
   * Issues `count` labels for each of `places` (the fields' own building and system where none are named), with serials of their own, each printed `copies`
   * times; at most 200 in all. Works offline. Sizes and dots are the printer's settings.
   */
  print: {
    input: z.object({
      fields: LabelFields,
      printerId: z.string(),
      count: z.number().int().min(1).max(200),
      copies: z.number().int().min(1).max(20),
      templateId: z.string().nullable().optional(),
      places: z.array(LabelPlace).max(LABELS_AT_ONCE).optional(),
    }),
    output: z.array(z.object({ label: LabelView, job: PrintJob })),
  },
  reprint: {
    input: z.object({ labelId: z.string(), printerId: z.string(), copies: z.number().int().min(1).max(20) }),
    output: PrintJob,
  },
  withdraw: { input: z.object({ labelId: z.string(), reason: z.string() }), output: LabelView },
  /** An issued label's dots for a file of its own; goes on its record like a print. Fails `not-allowed` for a withdrawn one. */
  saveAs: {
    input: z.object({
      labelId: z.string(),
      size: LabelSize,
      dpi: z.union([z.literal(203), z.literal(300)]),
      format: z.enum(['png', 'pdf']),
    }),
    output: z.object({ image: RasterImage, size: LabelSize }),
  },
  /** Judges a scanned link or a typed serial: by the server, else offline by the published keys and this workstation's own records. */
  check: {
    input: z.object({ text: LabelCheckText }),
    output: LabelCheck.extend({
      /** false: the server was not asked; whether the label was withdrawn since is not known. */
      online: z.boolean(),
    }),
  },
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
  /** For whoever is signed in. */
  check: { input: z.object({ text: LabelCheckText }), output: LabelCheck },
}
