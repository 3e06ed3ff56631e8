import { z } from 'zod'
import { Instant } from '../records/instants.ts'

/** One copy of the workstation's database, encrypted with the same key. */
export const Backup = z.object({ id: z.string(), madeAt: Instant, sizeBytes: z.number() })
export type Backup = z.infer<typeof Backup>

/** What would be lost with this workstation: nothing of it has reached the server. */
export const Unsent = z.object({ changes: z.number(), drafts: z.number(), files: z.number() })
export type Unsent = z.infer<typeof Unsent>

/** The state of 本机数据. */
export const StorageHealth = z.object({
  sizeBytes: z.number(),
  diskFreeBytes: z.number(),
  /** Room kept back so that work can be finished on a full disk; 0 when it was given up for that. */
  reserveBytes: z.number(),
  checkedAt: Instant,
  backups: z.array(Backup),
  /** Set when the database was mended at a start: when, from which copy, and what could be saved from the damaged file. */
  repair: z
    .object({
      at: Instant,
      backupMadeAt: Instant.nullable(),
      savedChanges: z.number(),
      savedDrafts: z.number(),
    })
    .nullable(),
  unsent: Unsent,
})
export type StorageHealth = z.infer<typeof StorageHealth>

/** Why the database could not be opened at this start. Nothing is deleted in any of these cases. */
export const StorageTrouble = z.object({
  kind: z.enum(['key-missing', 'key-wrong', 'damaged', 'newer-version', 'disk-full']),
  message: z.string(),
  backups: z.array(Backup),
})
export type StorageTrouble = z.infer<typeof StorageTrouble>

export const EXPORT_PASSWORD_LENGTH_MIN = 10
const Password = z
  .string()
  .min(EXPORT_PASSWORD_LENGTH_MIN, `口令至少 ${EXPORT_PASSWORD_LENGTH_MIN} 个字符`)
  .max(200)
/** What 清除本机数据 would take away. */
export const ClearingQuestion = z.object({
  /** Of whoever is signed in: it would be lost for good. */
  unsent: Unsent,
  /** Others who have signed in on this workstation; theirs stays. */
  otherAccounts: z.number(),
  /** Whether the sign-in password is asked for. It is, unless it was never typed here. */
  asksPassword: z.boolean(),
})
export type ClearingQuestion = z.infer<typeof ClearingQuestion>

const TransferId = z.object({ transferId: z.string() })

export const storageAgentMethods = {
  /** null when the database is open. While it is not, every other method but those of this block fails `storage-damaged`. */
  trouble: { input: z.void(), output: StorageTrouble.nullable() },
  /** Puts a copy in the place of the database that cannot be opened; that one is kept aside. Only while in trouble. */
  restoreBackup: { input: z.object({ id: z.string() }), output: z.void() },
  /** Begins with an empty database; the old file is kept aside. Only while in trouble. */
  startAnew: { input: z.void(), output: z.void() },
  health: { input: z.void(), output: StorageHealth },
  backUpNow: { input: z.void(), output: StorageHealth },
  /**
   * Everything unsent of whoever is signed in (changes, drafts, files), encrypted under the password. The file is made in memory or encrypted on disk, never plain.
   * `name` is a file name without personal data.
   */
  beginExport: {
    input: z.object({ password: Password }),
    output: TransferId.extend({ name: z.string(), sizeBytes: z.number(), contents: Unsent }),
  },
  readExport: {
    input: TransferId.extend({ offset: z.number().int().min(0) }),
    output: z.object({ dataBase64: z.string() }),
  },
  beginImport: { input: z.object({ sizeBytes: z.number().int().positive() }), output: TransferId },
  appendImport: {
    input: TransferId.extend({ offset: z.number().int().min(0), dataBase64: z.string() }),
    output: z.void(),
  },
  /**
   * Adds what the file holds to this workstation's outbox and drafts, in one transaction; what is here already is left out, so importing twice does no harm.
   * Fails `proof-rejected` for a wrong password, `not-allowed` for another organisation's file, `invalid-input` for a file that is none of ours.
   */
  finishImport: {
    input: TransferId.extend({ password: z.string() }),
    output: z.object({ added: Unsent, alreadyHere: Unsent }),
  },
  clearing: { input: z.void(), output: ClearingQuestion },
  /**
   * Takes everything of whoever is signed in from this workstation and signs out: database, copies, files, keys. What others keep here stays.
   * `givesUp` is what the user has been told; fails `conflict` when more or less is unsent by now, `wrong-credentials` for a wrong password.
   */
  clear: { input: z.object({ password: z.string().max(200), givesUp: Unsent }), output: z.void() },
}
