import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { ROOT } from '../running-server.ts'

/**
 * Keeps a picture of the screen beside the test's results, or in docs/screenshots when UPDATE_SCREENSHOTS=1 (the pictures of the README), and asks axe
 * whether everybody can use what it shows: one violation fails the journey.
 */
export async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['UPDATE_SCREENSHOTS'] === '1' ? 'docs/screenshots' : 'test-results/screenshots'
  await page.evaluate(() => document.fonts.ready)
  const slipped = await page.evaluate(() => document.scrollingElement?.scrollTop ?? 0)
  expect.soft(slipped, `the window of ${name} has not slipped`).toBe(0)
  await page.screenshot({ path: join(ROOT, folder, `${name}.png`), animations: 'disabled', caret: 'hide' })
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`,
  )
  expect.soft(found, `axe on ${name}`).toEqual([])
}
