import { session } from 'electron'
import { isOurUrl } from './app-origin.ts'

const GRANTED = new Set(['media', 'clipboard-sanitized-write'])

/** Camera and microphone for our own pages (系统检测 and later remote inspection); every other permission is refused to everybody. */
export function limitPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) => {
    answer(GRANTED.has(permission) && isOurUrl(contents.getURL()))
  })
  session.defaultSession.setPermissionCheckHandler(
    (contents, permission) => GRANTED.has(permission) && isOurUrl(contents?.getURL() ?? ''),
  )
}
