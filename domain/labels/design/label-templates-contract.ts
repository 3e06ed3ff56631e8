import { z } from 'zod'
import { PrintJob } from '../../printing/print-job.ts'
import { view } from '../../records/view.ts'
import { Dpi } from '../label-size.ts'
import { RasterImage } from '../raster-image.ts'
import { DesignProblem } from './design-problem.ts'
import { LabelDesign } from './label-design.ts'
import { SampleKind } from './sample-content.ts'
import { SavedTemplate, TemplateFields } from './saved-template.ts'

export const TemplateView = view(SavedTemplate)
export type TemplateView = z.infer<typeof TemplateView>

const templateId = z.object({ templateId: z.string() })

export const labelTemplatesAgentMethods = {
  /** Those not removed, by name. */
  list: { input: z.void(), output: z.array(TemplateView) },
  /** A design with problems is kept as well: it just cannot be printed. */
  save: {
    input: z.object({ templateId: z.string().nullable(), fields: TemplateFields }),
    output: TemplateView,
  },
  remove: { input: templateId, output: TemplateView },
  restore: { input: templateId, output: TemplateView },
  /** The dots a printer would get for sample values, and what is wrong. Works without anything saved. */
  preview: {
    input: z.object({ design: LabelDesign, sample: SampleKind, dpi: Dpi }),
    output: z.object({ image: RasterImage, problems: z.array(DesignProblem) }),
  },
  /** One label with sample values, which proves nothing when scanned; fails `not-allowed` while the design has errors. */
  printTest: {
    input: z.object({ design: LabelDesign, sample: SampleKind, printerId: z.string() }),
    output: PrintJob,
  },
}
