/** What must hold of a screen that has nothing to show, cannot get it, or was asked for what is not there. */
import { expect, type Page } from '@playwright/test'
import type { FailingAgent } from './failing-agent.ts'
import { openPage } from './open-page.ts'
import { expectBothThemes, lookAtScreens } from './screen-checks.ts'
import type { Screens } from './screens.ts'

/** Neither blank nor waiting for ever: something to press beside the menus, a list that says why it is empty, or more to read than a title. */
export async function expectNotBlank(page: Page, path: string): Promise<void> {
  await expect.soft(page.getByRole('progressbar'), `${path} has loaded`).toHaveCount(0)
  await expect.soft.poll(() => page.evaluate(hasContent), `${path} is not blank`).toBe(true)
}

/** Runs in the page. */
function hasContent(): boolean {
  const main = document.querySelector('main')
  const controls = [...(main?.querySelectorAll('button, a[href], input, .empty-state') ?? [])]
  return controls.some((control) => control.checkVisibility()) || (main?.innerText.length ?? 0) > 150
}

/** With an agent that refuses everything: each screen that asks something says so and offers 重试, which makes it whole once the agent answers again. */
export async function lookAtFailing(
  page: Page,
  screens: Screens,
  agent: FailingAgent,
  state = 'error',
): Promise<void> {
  const main = page.getByRole('main')
  const retry = main.getByRole('button', { name: '重试' })
  const begin = () => {
    agent.refused = []
    agent.failing = true
  }
  begin()
  await lookAtScreens(page, screens, {
    state,
    ready: async (_, path) => {
      if (agent.refused.length === 0) return expectNotBlank(page, path)
      const what = `${path} (${[...new Set(agent.refused)].join(', ')})`
      await expect.soft(retry.first(), `${what} offers 重试`).toBeVisible({ timeout: 3000 })
      await expect.soft(main.getByRole('alert').first(), `${what} says what failed`).toContainText(/\S/)
    },
    after: async (_, path) => {
      agent.failing = false
      // Where a page has several places of its own, each has a 重试.
      await expect(async () => {
        if (await retry.first().isVisible()) await retry.first().click({ timeout: 1000 })
        expect(await retry.count()).toBe(0)
      })
        .toPass({ intervals: [200], timeout: 8000 })
        .catch(() => expect.soft(retry, `${path} is whole again`).toHaveCount(0, { timeout: 1 }))
      await expectNotBlank(page, path)
      begin()
    },
  })
  agent.failing = false
}

/** Path, title and search field of each list. */
type SearchedList = readonly [path: string, title: string, field: string]

/** A list in which nothing is found says so and shows the way back to all of it. */
export async function lookAtFilteredLists(page: Page, lists: readonly SearchedList[]): Promise<void> {
  for (const [path, title, field] of lists) {
    await openPage(page, `/${path}`, title)
    const main = page.getByRole('main')
    await main.getByLabel(field).fill('查无此项')
    await page.keyboard.press('Enter')
    await expect.soft(main.getByText(/没有(符合条件|找到|查到)/).first(), `${title} says so`).toBeVisible()
    await expectBothThemes(page, `filtered-${path.replaceAll('/', '-')}`)
    const back = main.getByRole('button', { name: '清除条件' })
    await expect.soft(back, `${title} shows the way back`).toBeVisible()
    if (!(await back.isVisible())) continue
    await back.click()
    await expect.soft(main.getByText(/没有(符合条件|找到|查到)/), `${title} is whole again`).toHaveCount(0)
  }
}
