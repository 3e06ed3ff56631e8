/** What a web page and the print gateway say to each other; the page's side is client.js, which the gateway serves. */
import { z } from 'zod'
import { decodeBase64 } from '../labels/base64.ts'

export const PairRequest = z.object({ code: z.string().regex(/^\d{6}$/) })

const side = z.number().int().min(1).max(4000)

/** One label as packed dots: rows of whole bytes, most significant bit first, 1 = black, padding 0. */
export const PageLabel = z
  .object({
    /** The page's own name for this label: sent again under it, after a broken connection or a restart of the client, it is printed once. */
    id: z.uuid().optional(),
    printerId: z.string().max(200),
    title: z
      .string()
      .trim()
      .min(1)
      .max(60)
      // Control characters and the marks that turn the direction of writing could dress a title up as another.
      .transform((title) => title.replace(/[\p{Cc}\p{Cf}]/gu, '')),
    copies: z.number().int().min(1).max(99).default(1),
    widthDots: side,
    heightDots: side,
    bits: z.string(),
  })
  .superRefine((label, context) => {
    const bytes = decodeBase64(label.bits)
    if (bytes?.length !== Math.ceil(label.widthDots / 8) * label.heightDots)
      context.addIssue({ code: 'custom', message: 'bits do not fill the size', path: ['bits'] })
  })
export type PageLabel = z.infer<typeof PageLabel>

/** A printer as web pages see it: enough to draw a label for it, nothing that tells one computer from another. */
export type PagePrinter = {
  id: string
  name: string
  ready: boolean
  /** Chinese; what it is and what to do. */
  message: string
  widthMm: number
  heightMm: number
  dpi: number
  widthDots: number
  heightDots: number
}

export type PageJobState =
  'asks' | 'refused' | 'waiting' | 'sending' | 'sent' | 'confirmed' | 'needs-attention' | 'cancelled'
export type PageJob = { id: string; state: PageJobState; message: string | null }

export type GatewayError = { error: { code: string; message: string } }
