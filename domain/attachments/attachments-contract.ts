import { z } from 'zod'
import { Sha256 } from '../records/instants.ts'

/** What a file is for decides what it must be: a picture (JPEG or PNG, content checked) or a PDF. */
export const AttachmentPurpose = z.enum(['document-picture', 'licence-picture', 'letter', 'conclusion'])
export type AttachmentPurpose = z.infer<typeof AttachmentPurpose>

/** Chunks of a file on its way into the agent are at most this long before base64. */
export const ATTACHMENT_CHUNK_BYTES = 512 * 1024
export const ATTACHMENT_MAX_BYTES: Record<AttachmentPurpose, number> = {
  'document-picture': 10 * 1024 * 1024,
  'licence-picture': 10 * 1024 * 1024,
  letter: 20 * 1024 * 1024,
  conclusion: 50 * 1024 * 1024,
}

/** A file kept encrypted on this workstation under the SHA-256 of its bytes. `uploadedBytes` equals `sizeBytes` once the server has verified the hash. */
export const Attachment = z.object({
  sha256: Sha256,
  sizeBytes: z.number(),
  mediaType: z.string(),
  purpose: AttachmentPurpose,
  pageCount: z.number().nullable(),
  uploadedBytes: z.number(),
  state: z.enum(['staged', 'uploading', 'verified']),
})
export type Attachment = z.infer<typeof Attachment>

export const attachmentsAgentMethods = {
  /** Starts taking in a file; a size over the purpose's limit is refused at once. */
  begin: {
    input: z.object({ purpose: AttachmentPurpose, sizeBytes: z.number().int().positive() }),
    output: z.object({ stagingId: z.string() }),
  },
  append: {
    input: z.object({ stagingId: z.string(), offset: z.number().int().min(0), dataBase64: z.string() }),
    output: z.void(),
  },
  /** Checks the content against the purpose and keeps the file. Fails `attachment-refused` with what is wrong and how to mend it; nothing is kept then. */
  finish: { input: z.object({ stagingId: z.string() }), output: Attachment },
  info: { input: z.object({ sha256: Sha256 }), output: Attachment.nullable() },
  /** Bytes of a file, from this workstation or else from the server. */
  read: {
    input: z.object({ sha256: Sha256, offset: z.number().int().min(0) }),
    output: z.object({ dataBase64: z.string(), sizeBytes: z.number(), mediaType: z.string() }),
  },
}
