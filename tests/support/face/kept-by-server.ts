import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TestServer } from '../test-server.ts'

/** The sealed pictures and films that wait for people. */
export function faceMaterialOf({ dataDir }: TestServer): string[] {
  return filesUnder(dataDir).filter((path) => path.includes('face-material'))
}

/** Everything a thief of disk and database would find. */
export async function everythingKept(server: TestServer): Promise<string> {
  const rows: unknown[] = []
  for (const table of [
    'face_session',
    'face_picture',
    'manual_review',
    'audit',
    'record',
    'version',
  ] as const)
    rows.push(await server.db.selectFrom(table).selectAll().execute())
  return (
    JSON.stringify(rows) +
    filesUnder(server.dataDir)
      .map((path) => readFileSync(path, 'latin1'))
      .join('')
  )
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}
