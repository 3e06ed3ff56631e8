import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT } from '../running-server.ts'

/** Keeps a picture of the screen beside the test's results, or in docs/screenshots when UPDATE_SCREENSHOTS=1 (the pictures of the README). */
export async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['UPDATE_SCREENSHOTS'] === '1' ? 'docs/screenshots' : 'test-results/screenshots'
  // Without the fonts of this moment and with animations at their end, so that two runs give the same picture.
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(ROOT, folder, `${name}.png`), animations: 'disabled', caret: 'hide' })
}
