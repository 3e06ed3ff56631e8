import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'

/**
 * The sync server of this installation: SERVER_URL, else the first line of server-url.txt in userData, else of the one delivered beside the program.
 * Null where nobody has said it.
 */
export function findServerAddress(): string | null {
  const files = [app.getPath('userData'), process.resourcesPath].map((directory) =>
    join(directory, 'server-url.txt'),
  )
  const written = files.find((file) => existsSync(file))
  const address =
    process.env['SERVER_URL'] ?? (written && readFileSync(written, 'utf8').split('\n')[0]?.trim())
  return address && /^https?:\/\/./.test(address) ? address : null
}
