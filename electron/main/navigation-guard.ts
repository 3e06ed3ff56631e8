import { app, shell, type WebContents } from 'electron'
import { isOurUrl } from './app-origin.ts'

/**
 * Keeps every page of the application on our own origin: a window with a preload must never show a foreign page (electronjs.org, security checklist 13 and 14).
 * Links to https addresses open in the system's browser, everything else is dropped.
 */
export function guardNavigation(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => refuseForeign(event, event.url))
    contents.on('will-redirect', (event) => refuseForeign(event, event.url))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    openLinksOutside(contents)
  })
}

function refuseForeign(event: { preventDefault(): void }, url: string): void {
  if (!isOurUrl(url)) event.preventDefault()
}

function openLinksOutside(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (url.startsWith('https://')) void shell.openExternal(url)
    return { action: 'deny' }
  })
}
