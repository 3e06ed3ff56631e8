import { expect, type Page } from '@playwright/test'

/**
 * Goes to a page of the application by its address, and waits until its title holds `title`.
 * It waits first for the page that is there: an address set before the router's first answer is overwritten by that answer.
 */
export async function openPage(page: Page, path: string, title: string): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toBeVisible()
  await page.evaluate((hash) => (location.hash = hash), `#${path}`)
  await expect(heading).toContainText(title)
}
