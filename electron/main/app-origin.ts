/** Where our pages live inside Electron. A standard scheme of our own, so that pages have an origin and a policy; file:// has neither. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = `${APP_SCHEME}://bundle`

/** Node's URL gives custom schemes the origin `null`, therefore by prefix; the slash keeps app://bundle.evil out. */
export function isOurUrl(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`)
}
