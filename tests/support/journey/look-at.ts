import type { Page } from '@playwright/test'
import { photograph } from './photograph.ts'
import { reachByTab } from './reach-by-tab.ts'

/** Both themes, the office's screen and a large one, each asked by axe, and once around by keyboard. */
export async function lookAt(page: Page, name: string): Promise<void> {
  await reachByTab(page, name)
  await photograph(page, `${name}-1366`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1920, height: 1080 })
  await photograph(page, `${name}-1920-dark`)
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.emulateMedia({ colorScheme: 'light' })
}
