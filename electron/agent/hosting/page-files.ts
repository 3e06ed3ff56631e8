import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

export interface PageFile {
  bytes: Buffer<ArrayBuffer>
  mediaType: string
}

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
}

/** One file of the built renderer, `/` being index.html; null where there is none or where the path leads out of `directory`. */
export async function readPageFile(directory: string, pathname: string): Promise<PageFile | null> {
  const relative = decodePath(pathname)
  if (relative === null || relative.includes('\0')) return null
  const file = normalize(join(directory, relative === '/' ? 'index.html' : relative))
  if (!file.startsWith(directory + sep)) return null
  try {
    return {
      bytes: await readFile(file),
      mediaType: MEDIA_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    // A malformed percent sequence names no file.
    return null
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes(String(error.code))
  )
}
