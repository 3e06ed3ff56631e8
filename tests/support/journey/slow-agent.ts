import type { Page } from '@playwright/test'

/** The agent of the browser shell, which takes its time with every question while `delayMs` is set. */
interface SlowAgent {
  delayMs: number
}

export async function letAgentTakeItsTime(page: Page): Promise<SlowAgent> {
  const agent: SlowAgent = { delayMs: 0 }
  await page.route(/\/agent\/(?!events$)/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, agent.delayMs))
    await route.fallback()
  })
  return agent
}
