import type { NamingRepository } from './naming-repository.ts'
import type { Vault } from './vault.ts'

/** A file is let go when nothing here has named it for this long: a discarded draft, or an entry that was given up, may be taken back until then. */
const KEPT_UNNAMED_MS = 30 * 24 * 60 * 60 * 1000

/**
 * Lets go of what nobody needs: halves of files that a crash left, rows that nobody names any more, and files without a row. Never of a file that a draft, a
 * change in any state or a record names.
 */
export async function sweepAttachments(naming: NamingRepository, vault: Vault, now: Date): Promise<void> {
  const longAgo = new Date(now.getTime() - KEPT_UNNAMED_MS)
  const files = await vault.sweep()
  naming.mark(await naming.hashesNamed(), now)
  const candidates = naming.unnamedSince(longAgo)
  // Looked up a second time, because somebody may have taken one back since the last sweep began.
  const named = candidates.length > 0 ? await naming.hashesNamed() : new Set<string>()
  for (const row of candidates) if (!named.has(row.sha256)) naming.removeRow(row)
  for (const { sha256, keptAt } of files) {
    if (keptAt < longAgo && !naming.hasRow(sha256)) await vault.dropKeptBefore(sha256, longAgo)
  }
}
