import { expect, type Page } from '@playwright/test'

const STOPS_MAX = 80

/**
 * Tabs once around the page: everything in `main` that can be pressed or filled in is reached, in view and with a visible focus. Answers the names in the order
 * in which they came.
 */
export async function reachByTab(page: Page, name: string): Promise<string[]> {
  const { wanted, isDialog } = await page.evaluate(() => {
    const scope =
      [...document.querySelectorAll('[role="dialog"]')].find((dialog) => dialog.checkVisibility()) ??
      document.querySelector('main') ??
      document.body
    const found = scope.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, [tabindex="0"]',
    )
    const shown = [...found].filter(
      (element) => element.checkVisibility() && !element.matches(':disabled, [tabindex="-1"]'),
    )
    shown.forEach((element, index) => (element.dataset['stop'] = String(index)))
    // A dialog has taken the focus, and must keep it.
    if (scope.matches('[role="dialog"]')) shown[0]?.focus()
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    return { wanted: shown.length, isDialog: scope.matches('[role="dialog"]') }
  })
  const reached = new Map<string, string>()
  for (let press = 0; press < STOPS_MAX && reached.size < wanted; press += 1) {
    if (press > 0 || !isDialog) await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement)) return null
      const { top, bottom } = element.getBoundingClientRect()
      const { outlineStyle, boxShadow, borderColor } = getComputedStyle(element)
      return {
        id: element.dataset['stop'],
        words: (element.getAttribute('aria-label') ?? element.textContent).trim(),
        isInView: bottom > 0 && top < innerHeight,
        isMarked: outlineStyle !== 'none' || boxShadow !== 'none' || borderColor !== '',
      }
    })
    if (stop?.id === undefined) continue
    reached.set(stop.id, stop.words)
    expect.soft(stop.isInView && stop.isMarked, `focus on ${stop.words} of ${name}`).toBe(true)
  }
  expect
    .soft(reached.size, `stops of ${name} reached by Tab: ${[...reached.values()].join(' | ')}`)
    .toBe(wanted)
  await page.evaluate(() => document.scrollingElement?.scrollTo(0, 0))
  return [...reached.values()]
}
