import { protocol } from 'electron'
import { PAGE_HEADERS } from '../agent/hosting/page-headers.ts'
import { readPageFile } from '../agent/hosting/page-files.ts'
import { APP_SCHEME, isOurUrl } from './app-origin.ts'

/** Must run before the application is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer at app://bundle/, under the same policy as the loopback door. */
export function serveRenderer(rendererDirectory: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    if (!isOurUrl(request.url) || request.method !== 'GET') return new Response('not found', { status: 404 })
    const file = await readPageFile(rendererDirectory, new URL(request.url).pathname)
    if (!file) return new Response('not found', { status: 404 })
    return new Response(file.bytes, { headers: { ...PAGE_HEADERS, 'content-type': file.mediaType } })
  })
}
