import type { Page } from '@playwright/test'

/** The agent of the browser shell, which answers nothing between `hold` and `release`. */
interface HeldAgent {
  hold: () => void
  release: () => void
}

export async function holdAgent(page: Page): Promise<HeldAgent> {
  let held = Promise.withResolvers<undefined>()
  held.resolve(undefined)
  await page.route(/\/agent\/(?!events$)/, async (route) => {
    await held.promise
    await route.fallback()
  })
  return {
    hold: () => {
      held = Promise.withResolvers()
    },
    release: () => {
      held.resolve(undefined)
    },
  }
}
